package dev.chasqui.benchmarks.pool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.Ask;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.mock.Answers;
import dev.chasqui.benchmarks.mock.MockUpstream;
import dev.chasqui.benchmarks.mock.Shape;
import dev.chasqui.benchmarks.studies.Contestant;
import dev.chasqui.benchmarks.studies.Disturbances;
import dev.chasqui.benchmarks.studies.Effort;
import dev.chasqui.benchmarks.studies.Interleaved;
import dev.chasqui.benchmarks.studies.Load;
import dev.chasqui.benchmarks.studies.Study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What it costs Chasqui that a model is one that it has spawned, and not a backend.
 *
 * <p>Both ways lead to one and the same mock, or the difference would be that of two mocks. What is
 * spawned sleeps; it has told on which port it should listen, and the mock listens there for it.
 */
public final class SpawnedCost implements Trial {
    /** The row of whole answers. */
    public static final String REQUEST = "cpu-spawned";

    /** The row of streams. */
    public static final String FRAME = "frame-spawned";

    /** What is spawned, less what is not. */
    public static final String SPAWNED = "spawned, beyond a backend";

    private static final String BACKEND = "as a backend";
    private static final String MODEL = "spawned";
    private static final int CLIENTS = 16;
    private static final int STREAMS = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOKS = Duration.ofMillis(20);

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
            mock.listenToo(told(port));
            Effort effort = stage.quick() ? Effort.quick() : Effort.full();
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
        Ask.Expected same = new Ask.Same(Answers.openAi().getBytes(US_ASCII));
        if (FirstAnswer.await(spawned.ask(Prompt.whole(), same), PATIENCE, () -> true).isEmpty()) {
            throw new IOException("the mock does not answer as a spawned model");
        }
        return List.of(
                study(
                        rows().getFirst(),
                        new Load.Whole(CLIENTS),
                        server.ask(Prompt.whole(), same),
                        spawned.ask(Prompt.whole(), same),
                        server),
                study(
                        rows().getLast(),
                        new Load.Streams(STREAMS, Shape.PACED, 1),
                        server.ask(Prompt.paced(), same),
                        spawned.ask(Prompt.paced(), same),
                        server));
    }

    private static Study study(Row row, Load load, Ask backend, Ask spawned, Gateway server) {
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

    /** What is spawned leaves its port in a file, and waits to be ended. */
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

    private static int told(Path port) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(port)) {
            if (System.nanoTime() > end) {
                throw new IOException("the model was not spawned within " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(LOOKS.toMillis());
        }
        return Integer.parseInt(Files.readString(port).strip());
    }
}
