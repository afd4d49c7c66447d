package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A trial of two models with constant requests and one place: no model may starve, and the pool
 * must not thrash.
 */
public final class TwoModels implements Trial {
    /** The id of the row. */
    public static final String ID = "two-models";

    private static final Duration LOAD = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofMillis(1500);
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration QUICK = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENTS_OF_EACH = 4;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        ID,
                        "Two models in one place",
                        "`maxModels` is 1; four clients of each model ask again as soon as they"
                                + " are answered, for 20 s. A load takes 1 s beside the start of"
                                + " the process, an answer 1.5 s. A wait is all of a request, its"
                                + " answer included."));
    }

    @Override
    public List<Figure> run(Stage stage) throws IOException, InterruptedException {
        Path folder = stage.folder(ID);
        StandInModel one = StandInModel.of(stage, folder, "llama", LOAD, ANSWER, CLIENTS_OF_EACH);
        StandInModel other =
                StandInModel.of(stage, folder, "alpaca", LOAD, ANSWER, CLIENTS_OF_EACH);
        Gateway server = stage.serve(folder, 1, one, other);
        List<Crowd.Question> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS_OF_EACH; i++) {
            clients.add(one.question(server));
            clients.add(other.question(server));
        }
        Duration time = stage.quick() ? QUICK : TIME;
        CrowdTally tally = new CrowdTally(Crowd.repeating(clients, time, PATIENCE), time);
        int loads = one.started() + other.started();
        stage.stop(server);
        TrialFigures figures = new TrialFigures(ID, tally);
        return List.of(
                figures.answers(one.name()),
                figures.answers(other.name()),
                figures.count(Quantity.SHARE, tally.share(List.of(one.name(), other.name()))),
                figures.answers(),
                figures.longestWait(),
                figures.count(Quantity.LOADS, loads));
    }
}
