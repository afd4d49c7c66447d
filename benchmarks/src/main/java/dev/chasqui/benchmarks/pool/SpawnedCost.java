package dev.chasqui.benchmarks.pool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.load.RawRequest;
import dev.chasqui.benchmarks.mock.MockAnswers;
import dev.chasqui.benchmarks.mock.MockUpstream;
import dev.chasqui.benchmarks.mock.StreamShape;
import dev.chasqui.benchmarks.studies.Contestant;
import dev.chasqui.benchmarks.studies.Disturbances;
import dev.chasqui.benchmarks.studies.Interleaved;
import dev.chasqui.benchmarks.studies.RunEffort;
import dev.chasqui.benchmarks.studies.Study;
import dev.chasqui.benchmarks.studies.StudyLoad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A trial of the extra cost of a spawned model compared with a backend.
 *
 * <p>Both paths lead to the same mock, since the difference between two mocks would count
 * otherwise. The spawned process only writes the port that it was given into a file and sleeps; the
 * mock listens on that port in its place.
 */
public final class SpawnedCost implements Trial {
    /** The id of the row of whole answers. */
    public static final String REQUEST = "cpu-spawned";

    /** The id of the row of streams. */
    public static final String FRAME = "frame-spawned";

    /** The subject of the difference: spawned less backend. */
    public static final String SPAWNED = "spawned, beyond a backend";

    private static final String BACKEND = "as a backend";
    private static final String MODEL = "spawned";
    private static final int CLIENTS = 16;
    private static final int STREAMS = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL_PAUSE = Duration.ofMillis(20);

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        REQUEST,
                        "CPU of a short request to a spawned model",
                        "Whole answers of 1 KB over 16 connections. One server has the same mock"
                                + " as a backend and as a model that it spawns; what is spawned"
                                + " counts as what it costs more in the same round."),
                new Row(
                        FRAME,
                        "CPU of a token of a spawned model",
                        "The same with 128 streams of a frame each 20 ms."));
    }

    @Override
    public List<Figure> run(Stage stage) throws IOException, InterruptedException {
        try (MockUpstream mock = new MockUpstream(0)) {
            Thread.ofPlatform().daemon().name("mock").start(mock::run);
            Path folder = stage.folder(REQUEST);
            Path port = folder.resolve("port");
            Gateway server = stage.serve(folder, config(mock.port(), port));
            mock.listenToo(awaitPort(port));
            RunEffort effort = stage.quick() ? RunEffort.quick() : RunEffort.full();
            Interleaved rounds = new Interleaved(effort, mock.loop(), new Disturbances());
            List<Figure> figures = new ArrayList<>();
            for (Study study : studies(server)) {
                figures.addAll(rounds.run(study));
            }
            stage.stop(server);
            return figures;
        }
    }

    private List<Study> studies(Gateway server) throws IOException {
        Gateway spawned = server.with(MODEL);
        RawRequest.Expected same = new RawRequest.Same(MockAnswers.openAi().getBytes(US_ASCII));
        if (FirstAnswer.await(spawned.ask(Prompt.whole(), same), PATIENCE, () -> true).isEmpty()) {
            throw new IOException("the mock does not answer as a spawned model");
        }
        return List.of(
                study(
                        rows().getFirst(),
                        new StudyLoad.Whole(CLIENTS),
                        server.ask(Prompt.whole(), same),
                        spawned.ask(Prompt.whole(), same),
                        server),
                study(
                        rows().getLast(),
                        new StudyLoad.Streams(STREAMS, StreamShape.PACED, 1),
                        server.ask(Prompt.paced(), same),
                        spawned.ask(Prompt.paced(), same),
                        server));
    }

    private static Study study(
            Row row, StudyLoad load, RawRequest backend, RawRequest spawned, Gateway server) {
        Contestant.Pace pace = Contestant.Pace.WARMS_UP;
        return new Study(
                row.id(),
                row.title(),
                row.meaning(),
                load,
                List.of(load.cost()),
                Optional.of(BACKEND),
                List.of(
                        new Contestant(BACKEND, backend, server.process(), pace),
                        new Contestant(SPAWNED, spawned, server.process(), pace)));
    }

    /**
     * Returns a config whose spawned process writes its port to a file and sleeps until it is
     * ended.
     */
    private static String config(int upstream, Path port) {
        return """
        {
          "server": {"maxConnections": 4096},
          "backends": [{"name": "mock", "type": "openai", "url": "http://127.0.0.1:%d"}],
          "pool": {
            "models": {
              "%s": {
                "command": [
                  "sh", "-c", "echo $1 >$2.new && mv $2.new $2 && exec sleep 7200",
                  "stand-in", "${port}", "%s"
                ],
                "preload": true,
                "concurrency": 256
              }
            }
          },
          "log": {"level": "warning"}
        }
        """
                .formatted(upstream, MODEL, port);
    }

    private static int awaitPort(Path port) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(port)) {
            if (System.nanoTime() > end) {
                throw new IOException("the model was not spawned within " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_PAUSE.toMillis());
        }
        return Integer.parseInt(Files.readString(port).strip());
    }
}
