package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.AgentJar;
import dev.chasqui.bootstrap.HotServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.ReplyWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Streams that go through an agent while the agent's jar is swapped: each stream ends as it began,
 * in the generation that it entered. {@code benchmarks/run --agents-swap} does the same with 1,000
 * streams and 50 swaps.
 */
@Isolated("it counts class loaders and threads of the whole process")
class StreamsWhileSwappingTest {
    private static final int STREAMS = 50;
    private static final int SWAPS = 5;
    private static final String LOADERS = "sample.loaders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path temp;
    private final CountDownLatch swapped = new CountDownLatch(1);
    private final Queue<WeakReference<?>> loaders = new ConcurrentLinkedQueue<>();
    private FakeBackend backend;
    private HotServer server;
    private Path jar;

    @BeforeEach
    void start() throws IOException {
        System.getProperties().put(LOADERS, loaders);
        backend = FakeOpenAi.start("tiny");
        backend.on("POST", Client.OPENAI.path(), (_, reply) -> halves(reply));
        Path folder = Files.createDirectory(temp.resolve("plugins"));
        jar = folder.resolve("mark.jar");
        Files.write(jar, marking(0));
        server =
                HotServer.start(
                        temp.resolve("data"),
                        "{\"backends\":[" + HotServer.backend(backend) + "]}",
                        folder);
    }

    @AfterEach
    void stop() {
        swapped.countDown();
        server.close();
        backend.close();
        System.getProperties().remove(LOADERS);
    }

    /** Sends half of a stream, and the rest after the last swap. */
    private void halves(ReplyWriter reply) throws IOException {
        reply.head(
                "HTTP/1.1 200 OK",
                List.of(
                        new Header("Content-Type", "text/event-stream"),
                        new Header("Transfer-Encoding", "chunked")));
        reply.piece(frame("a"));
        reply.piece(frame("b"));
        try {
            assertThat(swapped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("closed");
        }
        reply.piece(frame("c"));
        reply.piece(frame("d"));
        reply.piece("data: [DONE]\n\n");
        reply.end();
    }

    private static String frame(String text) {
        return """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny",\
        "choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}

        """
                .formatted(text);
    }

    /** An agent that marks each piece by its version, with a class that is loaded late. */
    private static byte[] marking(int version) {
        return AgentJar.of(
                "mark",
                """
                {
                    @SuppressWarnings("unchecked")
                    var loaders = (java.util.Queue<Object>)
                            System.getProperties().get("sample.loaders");
                    loaders.add(new java.lang.ref.WeakReference<>(getClass().getClassLoader()));
                }
                public dev.chasqui.domain.reply.ChatReply handle(
                        ChatRequest request, Chain chain) {
                    return chain.proceed(request).map(event ->
                        event instanceof dev.chasqui.domain.reply.ReplyEvent.Text text
                            ? new dev.chasqui.domain.reply.ReplyEvent.Text(marked(text.text()))
                            : event);
                }
                private static String marked(String text) {
                    return text.equals("c") ? Late.marked(text) : text + %1$d;
                }
                static class Late {
                    static String marked(String text) { return text + %1$d; }
                }
                """
                        .formatted(version));
    }

    @Test
    void noStreamIsCutAndEachClassLoaderIsCollected() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> streams = new ArrayList<>();
            for (int swap = 1; swap <= SWAPS; swap++) {
                for (int i = 0; i < STREAMS / SWAPS; i++) {
                    streams.add(threads.submit(this::stream));
                }
                int asked = streams.size();
                Polled.until(
                        "streams",
                        PATIENCE,
                        () -> backend.received(Client.OPENAI.path()).size() == asked);
                swap(swap);
                int generation = swap + 1;
                Polled.until(
                        "generation " + generation,
                        PATIENCE,
                        () -> server.jars().getFirst().generation() == generation);
            }
            swapped.countDown();
            for (int i = 0; i < STREAMS; i++) {
                Reply reply = streams.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                int version = i / (STREAMS / SWAPS);
                assertThat(reply.text())
                        .as(reply.body())
                        .isEqualTo("a%1$db%1$dc%1$dd%1$d".formatted(version));
                assertThat(reply.ended()).isTrue();
            }
        }
        assertThat(loaders.size()).isGreaterThan(SWAPS);
        Polled.until(
                "class loaders of the older ones",
                PATIENCE,
                () -> {
                    System.gc();
                    return loaders.stream().map(WeakReference::get).distinct().count() <= 2;
                });
    }

    private Reply stream() throws IOException {
        return Client.OPENAI.ask(server.port(), Client.question("/mark Hi", true));
    }

    /** By turns, another jar is renamed over the present one, or written over it. */
    private void swap(int version) throws IOException {
        if (version % 2 == 0) {
            Path beside = Files.write(temp.resolve("beside"), marking(version));
            Files.move(beside, jar, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.write(jar, marking(version));
        }
    }
}
