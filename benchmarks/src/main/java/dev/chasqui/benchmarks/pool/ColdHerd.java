package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Many who ask for one model that is not there yet: it must be loaded once, for all. */
public final class ColdHerd implements Trial {
    /** The row. */
    public static final String ID = "herd";

    /** How many there are. */
    public static final int CLIENTS = 200;

    private static final Duration LOAD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOTS = 16;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        ID,
                        "A herd of first requests",
                        CLIENTS
                                + " clients ask at once for one model that is not loaded; it loads"
                                + " for 1 s, beside the start of its process."));
    }

    @Override
    public List<Figure> run(Stage stage) throws IOException, InterruptedException {
        Path folder = stage.folder(ID);
        StandIn model = StandIn.of(stage, folder, "llama", LOAD, Duration.ZERO, SLOTS);
        Gateway server = stage.serve(folder, 1, model);
        List<Visit> visits = Crowd.atOnce(model.question(server), CLIENTS, PATIENCE);
        int processes = model.started();
        stage.stop(server);
        Told told = new Told(ID, new Tally(visits, PATIENCE));
        return List.of(
                told.count(Quantity.PROCESSES, processes),
                told.answers(),
                told.time(Quantity.ALL_ANSWERED, told.tally().end()));
    }
}
