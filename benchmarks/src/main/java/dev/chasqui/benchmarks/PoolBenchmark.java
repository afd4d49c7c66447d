package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.benchmarks.page.PoolReport;
import dev.chasqui.benchmarks.page.Results;
import dev.chasqui.benchmarks.page.RunConditions;
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
 * @param work an empty folder for the files of the servers
 */
record PoolBenchmark(
        Options options, RunEnvironment workshop, StartedProcesses started, Path work) {

    /**
     * Measures the trials that the options select.
     *
     * @param command the command line, for the page
     * @throws IllegalArgumentException if the options select no row
     */
    PoolReport run(String command) throws IOException, InterruptedException {
        List<Trial> all = Trials.all(workshop.micro().resolve("target/results.csv"));
        List<Trial> chosen = all.stream().filter(this::isSelected).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "--only: no id of a row contains it (expected: a part of one of "
                            + String.join(", ", ids(all))
                            + ")");
        }
        Map<String, String> facts = RunFacts.of(workshop, command);
        Stage stage =
                new Stage(
                        new Distribution(workshop.dist(), workshop.gateways()),
                        started,
                        work,
                        StandInLlama.script(work),
                        options.quick());
        List<Figure> figures = new ArrayList<>();
        for (Trial trial : chosen) {
            ProgressLog.print(String.join(", ", ids(List.of(trial))));
            List<Figure> more = measured(trial, stage);
            more.forEach(ProgressLog::print);
            figures.addAll(more);
        }
        return new PoolReport(
                new RunConditions(facts, Map.of(), List.of(), options.quick()),
                chosen.stream().flatMap(trial -> trial.rows().stream()).toList(),
                new Results(figures));
    }

    private static List<Figure> measured(Trial trial, Stage stage) throws InterruptedException {
        try {
            return trial.run(stage);
        } catch (IOException e) {
            throw new BenchmarkFailure(String.valueOf(e.getMessage()));
        }
    }

    private boolean isSelected(Trial trial) {
        return ids(List.of(trial)).stream().anyMatch(options::selects);
    }

    private static List<String> ids(List<Trial> trials) {
        return trials.stream().flatMap(trial -> trial.rows().stream()).map(Trial.Row::id).toList();
    }
}
