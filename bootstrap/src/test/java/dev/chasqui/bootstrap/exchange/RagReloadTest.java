package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.pf4j.PluginReload;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.pf4j.ServiceLender;
import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.Server;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugin.service.Services;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The jar of {@code /rag} is replaced during requests and writes. */
@Isolated("it counts the threads of /rag in any server")
class RagReloadTest {
    private static final int RELOADS = 8;
    private static final String QUESTION = "/rag How many days of leave are there?";

    @TempDir private Path temp;
    private FakeBackend backend;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        backend.on("POST", Client.OPENAI.path(), Client.OPENAI.saying("Thirty days [1]."));
        Path file =
                Files.writeString(
                        temp.resolve("config.json"),
                        "{\"backends\":["
                                + StartedServer.backendConfig("backend", backend, "openai")
                                + "]}");
        Config config =
                ConfigReader.read(
                        Optional.of(file),
                        Map.of(),
                        Map.of(
                                "server.port", "0",
                                "data.dir", temp.resolve("data").toString(),
                                "log.level", "off"));
        server =
                Server.start(
                        config,
                        new PluginFolders(Optional.empty(), List.of(PluginJars.RAG)),
                        Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
        backend.close();
    }

    @Test
    void noQuestionIsCutAndNoDocumentThatWasTakenIsLost() throws Exception {
        Collections collections = new Collections(server.port());
        var _ = collections.add("handbook", "leave", "Everybody has thirty days of leave a year.");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> asking = threads.submit(() -> ask(over));
            Future<Set<String>> adding =
                    threads.submit(() -> RagWriters.add(collections, "d", over));
            try {
                for (int i = 1; i <= RELOADS; i++) {
                    loaders.addAll(RagWriters.loaders());
                    assertThat(reload(i))
                            .isInstanceOfSatisfying(
                                    PluginReload.Done.class,
                                    done -> assertThat(done.replaced()).containsExactly("rag"));
                }
            } finally {
                over.set(true);
            }
            assertThat(asking.get()).isPositive();
            Set<String> taken = new TreeSet<>(adding.get());
            taken.add("leave");
            assertThat(collections.names("handbook")).containsExactlyElementsOf(taken);
        }
        Polled.until("threads of the older ones", () -> RagWriters.threads().count() == 1);
        Polled.until("copies of jars", () -> copies() == 1);
        // The JDK's caches of method handles may hold one or two softly: those of the records that
        // were
        // compared last.
        Polled.until(
                "class loaders of the older ones",
                () -> {
                    System.gc();
                    return loaders.stream().filter(loader -> loader.get() != null).count() <= 2;
                });
    }

    @Test
    void whatIsWrongInTheNewSectionIsToldAndTheOldOneGoesOn() throws IOException {
        Collections collections = new Collections(server.port());
        var _ = collections.add("handbook", "leave", "Everybody has thirty days of leave a year.");

        PluginReload reload = reload(0);

        assertThat(reload)
                .isInstanceOfSatisfying(
                        PluginReload.Refused.class,
                        refused ->
                                assertThat(refused.lines())
                                        .containsExactly(
                                                "agents.rag.k: 0 (expected: a number from 1 to"
                                                        + " 100)"));
        var _ = collections.add("handbook", "more", "Parental leave is separate.");
        assertThat(Client.OPENAI.ask(server.port(), Client.question(QUESTION, true)).status())
                .isEqualTo(200);
    }

    private PluginReload reload(int passages) {
        return server.agents()
                .reload(
                        new PluginSettings(
                                new Json.Obj(
                                        Map.of("rag", Json.Obj.EMPTY.with("k", Json.of(passages)))),
                                Path.of(""),
                                temp.resolve("data")::resolve,
                                JarTrust.NONE,
                                JarAdmission.ANY,
                                Duration.ofSeconds(60),
                                (_, _) -> new Loan(new WithoutModels(), new Metrics() {})));
    }

    /** Services whose models are all away. */
    private record WithoutModels() implements Services, OwnModels {
        @Override
        public OwnModels models() {
            return this;
        }

        @Override
        public OwnModels inside() {
            return this;
        }

        @Override
        public ChatReply chat(ChatRequest request, Cancellation cancellation) {
            throw new FailureException(new Failure.UnknownModel(request.model(), List.of()));
        }

        @Override
        public List<float[]> embed(String model, List<String> texts, Cancellation cancellation) {
            throw new FailureException(new Failure.UnknownModel(model, List.of()));
        }
    }

    /** A loan that never ends. */
    private record Loan(Services services, Metrics metrics) implements ServiceLender.Loan {
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
    }

    private int ask(AtomicBoolean over) throws IOException {
        int answers = 0;
        while (!over.get()) {
            Reply reply = Client.OPENAI.ask(server.port(), Client.question(QUESTION, true));
            assertThat(reply.text()).startsWith("Thirty days [1].").contains("Sources:");
            answers++;
        }
        return answers;
    }

    private long copies() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("data/chasqui.jars"))) {
            return files.count();
        }
    }
}
