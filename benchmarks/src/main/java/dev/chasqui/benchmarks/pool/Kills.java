package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.RunningProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A trial in which the server's process alone is killed while it has a loaded model. None of its
 * children may stay.
 */
public final class Kills implements Trial {
    /** The id of the row. */
    public static final String ID = "kill";

    private static final int TIMES = 20;
    private static final int QUICK = 2;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        ID,
                        "kill -9 of the server",
                        "A server that has a loaded model is killed, its process alone, twenty"
                                + " times. Two seconds later all that it had started is looked for,"
                                + " each process by its number and start time."));
    }

    @Override
    public List<Figure> run(Stage stage) throws IOException, InterruptedException {
        int times = stage.quick() ? QUICK : TIMES;
        int spawned = 0;
        int orphans = 0;
        for (int i = 0; i < times; i++) {
            List<ProcessHandle> children = kill(stage, stage.folder(ID + "-" + i));
            TimeUnit.MILLISECONDS.sleep(GRACE.toMillis());
            List<ProcessHandle> left = children.stream().filter(Kills::isRunning).toList();
            left.forEach(ProcessHandle::destroyForcibly);
            spawned += children.size();
            orphans += left.size();
        }
        return List.of(
                Figure.of(new Figure.Key(ID, "below it", Quantity.PROCESSES), spawned, times),
                Figure.of(new Figure.Key(ID, Chasqui.NAME, Quantity.ORPHANS), orphans, times));
    }

    /** Kills a server with a loaded model, and returns the processes that it had started. */
    private static List<ProcessHandle> kill(Stage stage, Path folder)
            throws IOException, InterruptedException {
        StandInModel model =
                StandInModel.of(stage, folder, "llama", Duration.ZERO, Duration.ZERO, 1);
        Gateway server = stage.serve(folder, 1, model);
        RunningProcess running = server.process().orElseThrow();
        CrowdTally tally =
                new CrowdTally(Crowd.atOnce(model.question(server), 1, PATIENCE), PATIENCE);
        List<ProcessHandle> children = running.descendants();
        if (tally.answers() == 0 || children.isEmpty()) {
            throw new IOException(
                    "no answer of a spawned model: " + tally.firstFailure().orElse("it is late"));
        }
        running.kill();
        stage.stop(server);
        return children;
    }

    /** Returns true if a process runs; a zombie does not. */
    private static boolean isRunning(ProcessHandle one) {
        if (!one.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(one.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }
}
