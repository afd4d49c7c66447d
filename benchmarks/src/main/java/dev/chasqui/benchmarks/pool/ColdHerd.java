package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A trial of many simultaneous requests for one model that is not loaded: it must be loaded only
 * once.
 */
public final class ColdHerd implements Trial {
    /** The id of the row. */
    public static final String ID = "herd";

    /** The number of clients. */
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
        StandInModel model = StandInModel.of(stage, folder, "llama", LOAD, Duration.ZERO, SLOTS);
        Gateway server = stage.serve(folder, 1, model);
        List<CrowdRequest> visits = Crowd.atOnce(model.question(server), CLIENTS, PATIENCE);
        int processes = model.started();
        stage.stop(server);
        TrialFigures figures = new TrialFigures(ID, new CrowdTally(visits, PATIENCE));
        return List.of(
                figures.count(Quantity.PROCESSES, processes),
                figures.answers(),
                figures.time(Quantity.ALL_ANSWERED, figures.tally().end()));
    }
}
