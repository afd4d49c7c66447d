package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Requests that alternate between two models of which one can be there: who serves them in the
 * order in which they came loads for each of them.
 */
public final class Alternating implements Trial {
    /** The row. */
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
        StandIn one = StandIn.of(stage, folder, "llama", LOAD, ANSWER, 1);
        StandIn other = StandIn.of(stage, folder, "alpaca", LOAD, ANSWER, 1);
        Gateway server = stage.serve(folder, 1, one, other);
        List<Crowd.Question> turns = List.of(one.question(server), other.question(server));
        Duration time = stage.quick() ? QUICK : TIME;
        Tally tally = new Tally(Crowd.arriving(turns, BETWEEN, time), time);
        int loads = one.started() + other.started();
        stage.stop(server);
        int fifo = naiveFifo(LOAD, ANSWER, time);
        Told told = new Told(ID, tally);
        return List.of(
                told.answers(),
                Figure.of(told.key("naive FIFO", Quantity.ANSWERS), fifo, 1),
                told.count(Quantity.TIMES_FIFO, (double) tally.answers() / fifo),
                told.longestWait(),
                told.count(Quantity.LOADS, loads));
    }

    /** How many answers who loads for each request gives in a time. */
    static int naiveFifo(Duration load, Duration answer, Duration time) {
        return (int) time.dividedBy(load.plus(answer));
    }
}
