package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.PollPause;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Many reloads during many streams: no stream is cut, no request is refused, and no resource is
 * left.
 */
@Isolated("It counts the files and threads of the whole process.")
@EnabledOnOs(value = OS.LINUX, disabledReason = "It counts open files in /proc.")
class ReloadUnderStreamsTest {
    private static final int STREAMS = 200;
    private static final int RELOADS = 50;
    private static final String CHAT = "/v1/chat/completions";
    private static final String WORDS = "word ".repeat(30).strip();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void noneIsCutNoneIsRefusedAndNothingStays() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server =
                        ReloadedServer.start(folder, config(backend, 0), PluginJars.CONTEXT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            backend.on("POST", CHAT, FakeOpenAi.chat(WORDS, Duration.ofMillis(100)));
            assertThat(ask(server, "kept")).isEqualTo(200);
            reload(server, backend, 1);
            // Things that are created once, such as the compiler's threads, exist by now.
            Polled.until("a stream ends well", PATIENCE, () -> stream(server).contains("[DONE]"));
            long files = openFiles();
            long platformThreads = Thread.getAllStackTraces().size();

            List<Future<String>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(threads.submit(() -> stream(server)));
            }
            AtomicBoolean over = new AtomicBoolean();
            Future<Integer> refused = threads.submit(() -> refused(server, over));
            backend.awaitRequests(CHAT, STREAMS + 1);
            for (int i = 0; i < RELOADS; i++) {
                reload(server, backend, i);
            }
            for (Future<String> stream : streams) {
                assertThat(stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .endsWith("[DONE]\n\n");
            }
            over.set(true);

            assertThat(refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
            assertThat(Files.readAllLines(folder.resolve("kept.pids"))).hasSize(1);
            Polled.until("files are closed", PATIENCE, () -> openFiles() <= files);
            Polled.until(
                    "threads end",
                    PATIENCE,
                    () -> Thread.getAllStackTraces().size() <= platformThreads);
        }
    }

    /** Sends requests to the model of the pool for a while, and returns the number of failures. */
    private static int refused(ReloadedServer server, AtomicBoolean over) throws IOException {
        int refused = 0;
        while (!over.get()) {
            refused += ask(server, "kept") == 200 ? 0 : 1;
            PollPause.take();
        }
        return refused;
    }

    private void reload(ReloadedServer server, FakeBackend backend, int round) throws IOException {
        assertThat(server.reload(config(backend, round)).status()).isEqualTo(200);
    }

    /** Returns a config with another alias, backend, section of an agent and limit each time. */
    private String config(FakeBackend backend, int round) {
        return """
        {"backends":[%s,{"name":"other-%d","type":"openai","url":"http://127.0.0.1:1"}],
         "models":{"aliases":{"alias-%d":"tiny"}},
         "agents":{"context":{"limit":%d}},
         "server":{"maxBody":"%dMiB"},
         "pool":{"server":"%s","maxWaiting":%d,"models":{%s}}}
        """
                .formatted(
                        StartedServer.backendConfig("backend", backend, "openai"),
                        round % 2,
                        round,
                        1000 + round,
                        1 + round % 3,
                        StandInLlama.script(folder),
                        100 + round,
                        PoolOfModels.model(folder, "kept"));
    }

    private static int ask(ReloadedServer server, String model) throws IOException {
        return RawHttp.post(server.port(), CHAT, PoolOfModels.question(model, "Hi", false))
                .status();
    }

    private static String stream(ReloadedServer server) throws IOException {
        return RawHttp.post(server.port(), CHAT, PoolOfModels.question("tiny", "Hi", true)).text();
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
