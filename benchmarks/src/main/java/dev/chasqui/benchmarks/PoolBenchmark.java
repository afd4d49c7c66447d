package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.Started;
import dev.chasqui.benchmarks.page.PoolReport;
import dev.chasqui.benchmarks.page.Results;
import dev.chasqui.benchmarks.page.Setting;
import dev.chasqui.benchmarks.pool.Stage;
import dev.chasqui.benchmarks.pool.Trial;
import dev.chasqui.benchmarks.pool.Trials;
import dev.chasqui.testing.StandInLlama;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of the pool's trials, one after another.
 *
 * @param work an empty folder for what the servers write
 */
record PoolBenchmark(Options options, Workshop workshop, Started started, Path work) {

    /** Measures all that is asked for. */
    PoolReport run(String command) throws IOException, InterruptedException {
        List<Trial> all = Trials.all(workshop.micro().resolve("target/results.csv"));
        List<Trial> chosen = all.stream().filter(this::isWanted).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "--only: found in the id of no row (expected: a part of one of "
                            + String.join(", ", ids(all))
                            + ")");
        }
        Map<String, String> facts = Facts.of(workshop, command);
        Stage stage =
                new Stage(
                        new Distribution(workshop.dist(), workshop.gateways()),
                        started,
                        work,
                        StandInLlama.script(work),
                        options.quick());
        List<Figure> figures = new ArrayList<>();
        for (Trial trial : chosen) {
            Progress.say(String.join(", ", ids(List.of(trial))));
            List<Figure> more = measured(trial, stage);
            more.forEach(Progress::say);
            figures.addAll(more);
        }
        return new PoolReport(
                new Setting(facts, Map.of(), List.of(), options.quick()),
                chosen.stream().flatMap(trial -> trial.rows().stream()).toList(),
                new Results(figures));
    }

    private static List<Figure> measured(Trial trial, Stage stage) throws InterruptedException {
        try {
            return trial.run(stage);
        } catch (IOException e) {
            throw new Failed(String.valueOf(e.getMessage()));
        }
    }

    private boolean isWanted(Trial trial) {
        return ids(List.of(trial)).stream().anyMatch(options::wants);
    }

    private static List<String> ids(List<Trial> trials) {
        return trials.stream().flatMap(trial -> trial.rows().stream()).map(Trial.Row::id).toList();
    }
}
