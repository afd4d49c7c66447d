package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.PreparedChat;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Many reloads, one after the other, while replies stream. */
class ReloadsUnderLoadTest {
    /** The pause between two checks of a condition. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final int RELOADS = 50;
    private static final int STREAMS = 8;
    private static final int EVENTS = 20;

    /**
     * The system property in which each start of the sample stores a reference to its class loader.
     */
    private static final String LOADERS = "sample.loaders";

    @TempDir private Path temp;
    private final Set<Integer> seen = new HashSet<>();
    private final Progress progress = new Progress();

    /** The number of reloads that were made; each reply waits for the next one half way. */
    private static final class Progress {
        private int reloads;
        private boolean over;

        synchronized int reloads() {
            return reloads;
        }

        synchronized void another() {
            reloads++;
            notifyAll();
        }

        synchronized void end() {
            over = true;
            notifyAll();
        }

        synchronized boolean isOver() {
            return over;
        }

        synchronized void awaitMoreThan(int before) throws InterruptedException {
            while (reloads <= before && !over) {
                wait();
            }
        }
    }

    /**
     * A plug-in with a port, a thread and an agent whose reply needs one more class for each event.
     */
    private static PluginJar streaming(int version) {
        return PluginJar.of(
                        "stream",
                        """
                        host.config(Section.class);
                        @SuppressWarnings("unchecked")
                        var loaders = (Queue<Object>) System.getProperties().get("sample.loaders");
                        loaders.add(new java.lang.ref.WeakReference<>(Sample.class.getClassLoader()));
                        open();
                        ticking = new Thread(this::tick, "sample-ticking");
                        ticking.start();
                        """
                                + PluginJar.agent("stream"),
                        """
                        record Section(int change) {}

                        private java.net.ServerSocket port;
                        private Thread ticking;
                        private volatile boolean stopped;

                        private void open() {
                            try {
                                port = new java.net.ServerSocket(
                                        Integer.getInteger("sample.port"),
                                        1,
                                        java.net.InetAddress.getLoopbackAddress());
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }

                        private void tick() {
                            synchronized (this) {
                                while (!stopped) {
                                    try {
                                        wait();
                                    } catch (InterruptedException e) {
                                        return;
                                    }
                                }
                            }
                        }

                        public void release() {
                            try {
                                port.close();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }

                        public void resume() {
                            open();
                        }

                        public void stop() {
                            synchronized (this) {
                                stopped = true;
                                notifyAll();
                            }
                            release();
                        }

                        public dev.chasqui.domain.reply.ChatReply handle(
                                ChatRequest request, Chain chain) {
                            return new Streamed(chain.proceed(request));
                        }
                        """)
                .source(
                        "sample.Streamed",
                        """
                        package sample;
                        import dev.chasqui.domain.reply.*;
                        record Streamed(ChatReply reply) implements ChatReply {
                            public ReplyEvent next() {
                                ReplyEvent event = reply.next();
                                return event == null ? null : new Late(event).word();
                            }
                            public void close() { reply.close(); new AtTheEnd(); }
                        }
                        class AtTheEnd {}
                        record Late(ReplyEvent event) {
                            ReplyEvent word() { return new ReplyEvent.Text("%d"); }
                        }
                        """
                                .formatted(version));
    }

    @Test
    void noExchangeIsCutOrRefusedAndNothingIsLeftOver() throws Exception {
        List<Path> jars = new ArrayList<>();
        for (int version = 0; version < 3; version++) {
            jars.add(streaming(version).in(temp.resolve("built"), version + ".jar"));
        }
        Path folder = Files.createDirectory(temp.resolve("plugins"));
        PluginJar.ofAgent("steady").in(folder, "steady.jar");
        Path jar = Files.copy(jars.getFirst(), folder.resolve("stream.jar"));
        Queue<WeakReference<?>> loaders = new ConcurrentLinkedQueue<>();
        System.getProperties().put(LOADERS, loaders);
        System.setProperty("sample.port", Integer.toString(freePort()));
        try (PluginAgents agents =
                new PluginAgents(List.of(folder), temp.resolve("copies"), settings(0))) {
            stream(agents, () -> reloadOften(agents, jars, jar));

            assertThat(seen).hasSizeGreaterThan(1);
            assertThat(loaders.size()).isEqualTo(RELOADS + 1);
            await(() -> alive(loaders) == 1, "class loaders");
            await(() -> threads("sample-ticking") == 1, "threads of plug-ins");
            await(() -> threads("plugin-") == 0, "threads of ours");
            assertThat(openFiles(temp)).hasSizeLessThanOrEqualTo(2 * 2);
            try (Stream<Path> copies = Files.list(temp.resolve("copies"))) {
                assertThat(copies).hasSize(2);
            }
        } finally {
            System.getProperties().remove(LOADERS);
            System.clearProperty("sample.port");
        }
        await(() -> threads("sample-ticking") == 0, "threads of plug-ins at the end");
        assertThat(openFiles(temp)).isEmpty();
        assertThat(temp.resolve("copies")).isEmptyDirectory();
    }

    /**
     * Reloads after each kind of change of a jar: overwritten in place, moved over, or a new
     * section.
     */
    private void reloadOften(PluginAgents agents, List<Path> jars, Path jar) throws IOException {
        int section = 0;
        for (int i = 1; i <= RELOADS; i++) {
            Path next = jars.get(i % jars.size());
            switch (i % 3) {
                case 0 -> Files.write(jar, Files.readAllBytes(next));
                case 1 -> {
                    Path beside = Files.copy(next, temp.resolve("beside"));
                    Files.move(beside, jar, StandardCopyOption.ATOMIC_MOVE);
                }
                default -> section = i;
            }
            assertThat(agents.reload(settings(section)))
                    .isInstanceOfSatisfying(
                            PluginReload.Done.class,
                            done -> assertThat(done.replaced()).containsExactly("stream"));
            progress.another();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Streams replies without pause until the work is done. */
    private void stream(PluginAgents agents, Work work) throws Exception {
        AtomicInteger exchanges = new AtomicInteger();
        Pipelines pipelines = new Pipelines(agents);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Set<Integer>>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(
                        threads.submit(
                                () -> {
                                    Set<Integer> versions = new HashSet<>();
                                    while (!progress.isOver()) {
                                        versions.add(exchange(pipelines, progress));
                                        exchanges.incrementAndGet();
                                    }
                                    return versions;
                                }));
            }
            try {
                work.run();
            } finally {
                progress.end();
            }
            for (Future<Set<Integer>> one : streams) {
                seen.addAll(one.get());
            }
        }
        assertThat(exchanges.get()).isGreaterThanOrEqualTo(STREAMS);
    }

    /**
     * Runs one exchange and returns the version that answered, the same from first to last event.
     */
    private static int exchange(Pipelines pipelines, Progress progress)
            throws InterruptedException {
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        true,
                        Conversation.of(List.of(Message.of(Role.USER, "/stream /steady Hi"))));
        Caller caller = Caller.anonymous("127.0.0.1").withAllAgents();
        PreparedChat chat = pipelines.prepare(request, KeyRights.of(caller), List.of());
        try (Pipeline pipeline = chat.pipeline();
                ChatReply reply =
                        pipeline.steps().getFirst().agent().handle(chat.request(), chain(caller))) {
            Set<Integer> versions = new HashSet<>();
            int events = 0;
            int reloads = progress.reloads();
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                versions.add(Integer.valueOf(((ReplyEvent.Text) event).text()));
                events++;
                if (events == EVENTS / 2) {
                    progress.awaitMoreThan(reloads);
                }
            }
            assertThat(events).isEqualTo(EVENTS);
            return versions.stream().reduce((one, other) -> -1).orElseThrow();
        }
    }

    private static Chain chain(Caller caller) {
        Exchange exchange = new Exchange("id", caller, Dialect.OPENAI, progress -> {});
        return new Chain() {
            @Override
            public ChatReply proceed(ChatRequest request) {
                List<ReplyEvent> events = new ArrayList<>();
                for (int i = 0; i < EVENTS; i++) {
                    events.add(new ReplyEvent.Text("x"));
                }
                return ChatReply.of(events);
            }

            @Override
            public Exchange exchange() {
                return exchange;
            }

            @Override
            public Chain on(Exchange branch) {
                return this;
            }

            @Override
            public OptionalInt contextLength(String model) {
                return OptionalInt.empty();
            }

            @Override
            public OptionalInt countTokens(String model, String text) {
                return OptionalInt.empty();
            }
        };
    }

    /** Returns settings whose section differs for each number. */
    private PluginSettings settings(int section) {
        return new PluginSettings(
                new Json.Obj(Map.of("stream", Json.Obj.EMPTY.with("change", Json.of(section)))),
                temp,
                temp::resolve,
                JarTrust.NONE,
                Duration.ofSeconds(60));
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket any = new java.net.ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static long alive(Queue<WeakReference<?>> loaders) {
        System.gc();
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /**
     * Returns the files below a folder that this process has open; none if the system does not list
     * them.
     */
    private static List<String> openFiles(Path folder) throws IOException {
        Path all = Path.of("/proc/self/fd");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(all)) {
            for (Path one : descriptors.toList()) {
                if (Files.isSymbolicLink(one)) {
                    String target = String.valueOf(Files.readSymbolicLink(one));
                    if (target.startsWith(folder.toString())) {
                        open.add(target);
                    }
                }
            }
        }
        return open;
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
