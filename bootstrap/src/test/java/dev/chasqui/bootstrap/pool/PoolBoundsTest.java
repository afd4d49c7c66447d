package dev.chasqui.bootstrap.pool;

import static dev.chasqui.bootstrap.pool.PoolOfModels.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The limits of the pool, and its waits. */
class PoolBoundsTest {
    private static final long PATIENCE = 60;

    @TempDir Path folder;

    @Test
    void whoIsOneTooManyIsToldWhenToComeAgain() throws Exception {
        String model = model(folder, "a", List.of("\"concurrency\":1"));
        try (PoolOfModels pool = PoolOfModels.start(folder, "\"maxWaiting\":1", model)) {
            WireMessage third = oneTooMany(pool);

            assertThat(third.status()).isEqualTo(503);
            assertThat(third.header("Retry-After")).isPresent();
        }
    }

    @Test
    void whoIsOneTooManyIsAnsweredByAnotherBackendThatHasTheModel() throws Exception {
        try (FakeBackend other = FakeOpenAi.start("a");
                PoolOfModels pool =
                        PoolOfModels.startBeside(
                                folder,
                                StartedServer.backendConfig("other", other, "openai"),
                                "\"maxWaiting\":1",
                                model(folder, "a", List.of("\"concurrency\":1")))) {
            other.on("POST", "/v1/chat/completions", FakeOpenAi.chat("I am the other one."));

            WireMessage third = oneTooMany(pool);

            assertThat(third.status()).isEqualTo(200);
            assertThat(third.text()).contains("I am the other one.");
        }
    }

    /**
     * Returns the answer to a third client while one uses model a and one waits, which is served in
     * the end.
     */
    private static WireMessage oneTooMany(PoolOfModels pool) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<WireMessage> second;
            WireMessage third;
            try (RawHttp first = RawHttp.connect(pool.port())) {
                first.post("/v1/chat/completions", PoolOfModels.question("a", "[[endless]]", true));
                pool.await("\"leases\":1");
                second = threads.submit(() -> pool.ask("a", "Hi"));
                pool.await("\"waiting\":1");
                third = pool.ask("a", "Hi");
            }
            WireMessage served = second.get(PATIENCE, TimeUnit.SECONDS);
            assertThat(served.status()).isEqualTo(200);
            assertThat(served.text()).contains("I am a,");
            return third;
        }
    }

    @Test
    void aModelThatCannotBeLoadedIsAskedOfAnotherBackend() throws Exception {
        try (FakeBackend other = FakeOpenAi.start("a");
                PoolOfModels pool =
                        PoolOfModels.startBeside(
                                folder,
                                StartedServer.backendConfig("other", other, "openai"),
                                "",
                                model(folder, "a", "--fail", "no luck"))) {
            other.on("POST", "/v1/chat/completions", FakeOpenAi.chat("I am the other one."));

            for (int i = 0; i < 3; i++) {
                assertThat(pool.ask("a", "Hi").text()).contains("I am the other one.");
            }
        }
    }

    @Test
    void whoIsToldOfAFailedLoadIsToldNoPath() throws Exception {
        Path secret = PoolOfModels.MODELS.resolve("own-scripted.gguf");
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder, "", model(folder, "a", "--fail", "cannot map '" + secret + "'"))) {
            WireMessage answer = pool.ask("a", "Hi");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("cannot map 'own-scripted.gguf'");
            for (String path : List.of("/v1/models/a", "/health")) {
                String shown = RawHttp.get(pool.port(), path).text();
                assertThat(shown).contains("own-scripted.gguf").doesNotContain(secret.toString());
            }
            assertThat(answer.text()).doesNotContain(PoolOfModels.MODELS.toString());
            assertThat(RawHttp.get(pool.port(), "/admin/pool/log?model=a").text())
                    .contains(secret.toString());
        }
    }

    @Test
    void whoWaitsTooLongIsRefused() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "\"maxWait\":\"200ms\"",
                        model(folder, "a", "--load-time", "60000"))) {
            WireMessage answer = pool.ask("a", "Hi");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        }
    }

    @Test
    void anAnswerThatDoesNotBeginIsGivenUpWhenTheConfigSays() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "\"timeouts\":{\"firstByte\":\"300ms\"}",
                        model(folder, "a", "--answer-time", "60000"))) {
            assertThat(pool.make("load", "a").status()).isEqualTo(200);

            assertThat(pool.ask("a", "Hi").status()).isEqualTo(504);
        }
    }

    @Test
    void aServerThatIsNeverReadyIsEnded() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "\"loadTimeout\":\"2s\"",
                        model(folder, "a", "--load-time", "600000"))) {
            WireMessage answer = pool.ask("a", "Hi");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("2 s");
            assertThat(pool.processes("a")).allMatch(PoolOfModels::isGone);
        }
    }

    @Test
    void aModelThatNobodyUsesLeavesWhenItsTimeIsOver() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(folder, "", model(folder, "a", List.of("\"ttl\":\"200ms\"")))) {
            assertThat(pool.ask("a", "Hi").status()).isEqualTo(200);

            pool.await("\"state\":\"absent\"");
            assertThat(pool.processes("a")).allMatch(PoolOfModels::isGone);
        }
    }

    @Test
    void modelsOfDifferentGroupsAreNeverThereTogether() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "",
                        model(folder, "a", List.of("\"group\":\"day\"")),
                        model(folder, "b", List.of("\"group\":\"night\"")))) {
            pool.ask("a", "Hi");
            pool.ask("b", "Hi");

            assertThat(pool.processes("a")).allMatch(PoolOfModels::isGone);
        }
    }

    @Test
    void memoryIsABoundToo() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "\"memory\":\"90MB\"",
                        model(folder, "a", List.of("\"memory\":\"80MB\"")),
                        model(folder, "huge"))) {
            WireMessage refused = pool.ask("huge", "Hi");

            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("model 'huge'", "pool.memory");
            assertThat(pool.processes("huge")).isEmpty();
            assertThat(pool.ask("a", "Hi").status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatStopsReadingGivesItsLeaseBack() throws Exception {
        try (PoolOfModels pool =
                        PoolOfModels.startWith(
                                folder,
                                "\"writeTimeout\":\"500ms\"",
                                "",
                                model(folder, "a", List.of("\"concurrency\":1")));
                RawHttp lazy = RawHttp.connectWithBuffer(pool.port(), 4096)) {
            lazy.post("/v1/chat/completions", PoolOfModels.question("a", "[[endless]]", true));
            pool.await("\"leases\":1");

            pool.await("\"leases\":0");
            assertThat(pool.ask("a", "Hi").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsPreloadedIsThereBeforeAnybodyAsks() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(folder, "", model(folder, "a", List.of("\"preload\":true")))) {
            pool.await("\"state\":\"ready\"");
            assertThat(pool.processes("a")).hasSize(1);
        }
    }

    @Test
    void aServerOfAnotherKindNeedsNoMoreThanItsCommand() throws Exception {
        Path program = StandInLlama.script(folder);
        String model =
                "\"other\":{\"command\":[\"sh\",\"-c\",\"LLAMA_API_KEY=${key} exec %s --port ${port}"
                                .formatted(program)
                        + " --alias other\"]}";
        try (PoolOfModels pool = PoolOfModels.start(folder, "", model)) {
            assertThat(pool.ask("other", "Hi").text()).contains("I am other");
        }
    }
}
