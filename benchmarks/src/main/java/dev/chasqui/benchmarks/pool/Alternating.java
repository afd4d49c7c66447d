package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A trial of requests that alternate between two models, with a place for one. A server that keeps
 * the order of arrival loads a model for each request.
 */
public final class Alternating implements Trial {
    /** The id of the row. */
    public static final String ID = "alternating";

    private static final Duration LOAD = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration TIME = Duration.ofSeconds(40);
    private static final Duration QUICK = Duration.ofSeconds(12);

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        ID,
                        "Arrivals that alternate",
                        "A place for one model, one answer at a time; a request every 250 ms, for"
                                + " one model and the other in turn, for 40 s. A load takes 2 s"
                                + " beside the start of the process, an answer 0.2 s. The naive"
                                + " FIFO is computed, without such a start: each request in turn,"
                                + " one load for each. A load that began counts, whether it ended"
                                + " or not."));
    }

    @Override
    public List<Figure> run(Stage stage) throws IOException, InterruptedException {
        Path folder = stage.folder(ID);
        StandInModel one = StandInModel.of(stage, folder, "llama", LOAD, ANSWER, 1);
        StandInModel other = StandInModel.of(stage, folder, "alpaca", LOAD, ANSWER, 1);
        Gateway server = stage.serve(folder, 1, one, other);
        List<Crowd.Question> turns = List.of(one.question(server), other.question(server));
        Duration time = stage.quick() ? QUICK : TIME;
        CrowdTally tally = new CrowdTally(Crowd.arriving(turns, BETWEEN, time), time);
        int loads = one.started() + other.started();
        stage.stop(server);
        int fifo = naiveFifo(LOAD, ANSWER, time);
        TrialFigures figures = new TrialFigures(ID, tally);
        return List.of(
                figures.answers(),
                Figure.of(figures.key("naive FIFO", Quantity.ANSWERS), fifo, 1),
                figures.count(Quantity.TIMES_FIFO, (double) tally.answers() / fifo),
                figures.longestWait(),
                figures.count(Quantity.LOADS, loads));
    }

    /** Returns the number of answers in a time if each request needs a load. */
    static int naiveFifo(Duration load, Duration answer, Duration time) {
        return (int) time.dividedBy(load.plus(answer));
    }
}
