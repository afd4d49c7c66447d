package dev.chasqui.bootstrap.pool;

import static dev.chasqui.bootstrap.pool.PoolOfModels.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Models that the server loads itself, as clients see them. */
class PooledModelsTest {
    private static final int HERD = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void manyWhoAskForAColdModelStartOneProcessAndAreAllAnswered() throws Exception {
        try (PoolOfModels pool =
                        PoolOfModels.start(folder, "", model(folder, "a", "--load-time", "500"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WireMessage>> answers = new ArrayList<>();
            for (int i = 0; i < HERD; i++) {
                answers.add(threads.submit(() -> pool.ask("a", "Hi")));
            }
            for (Future<WireMessage> answer : answers) {
                assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text())
                        .contains("I am a, process");
            }
            assertThat(pool.processes("a")).hasSize(1);
        }
    }

    @Test
    void aModelLeavesForAnotherOneAndComesBack() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder, "\"maxModels\":1", model(folder, "a"), model(folder, "b"))) {
            assertThat(pool.ask("a", "Hi").text()).contains("I am a");
            assertThat(pool.ask("b", "Hi").text()).contains("I am b");
            assertThat(PoolOfModels.isGone(pool.processes("a").getFirst())).isTrue();
            assertThat(pool.ask("a", "Hi").text()).contains("I am a");
            assertThat(pool.processes("a")).hasSize(2);
        }
    }

    @Test
    void noProcessOutlivesTheServer() throws Exception {
        List<Long> processes;
        try (PoolOfModels pool = PoolOfModels.start(folder, "", model(folder, "a"))) {
            pool.ask("a", "Hi");
            processes = pool.processes("a");
            assertThat(processes).singleElement().matches(pid -> !PoolOfModels.isGone(pid));
        }
        assertThat(processes).allMatch(PoolOfModels::isGone);
    }

    @Test
    void aLoadThatFailsTellsWhatTheProcessSaidAndLeavesTheOthersAlone() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "\"maxModels\":1",
                        model(folder, "bad", "--fail", "unknown architecture"),
                        model(folder, "good"))) {
            WireMessage refused = pool.ask("bad", "Hi");
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("model 'bad'", "unknown architecture");

            assertThat(pool.ask("good", "Hi").status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestWhoseServerDiesBeforeItsFirstWordIsAnsweredByAFreshOne() throws Exception {
        String once = folder.resolve("died").toString();
        try (PoolOfModels pool =
                PoolOfModels.start(folder, "", model(folder, "a", "--die-once", once))) {
            assertThat(pool.ask("a", "Hi").text()).contains("I am a");
            assertThat(pool.processes("a")).hasSize(2);
        }
    }

    @Test
    void aRequestThatKillsItsServerIsNotRepeatedForEver() throws Exception {
        try (PoolOfModels pool = PoolOfModels.start(folder, "", model(folder, "a"))) {
            assertThat(pool.ask("a", "[[die]]").status()).isEqualTo(502);
            assertThat(pool.processes("a")).hasSize(2);
            assertThat(pool.ask("a", "Hi").status()).isEqualTo(200);
        }
    }

    @Test
    void whoLeavesWhileAModelLoadsHoldsNoLease() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(folder, "", model(folder, "a", "--load-time", "500"))) {
            try (RawHttp http = RawHttp.connect(pool.port())) {
                http.post("/v1/chat/completions", PoolOfModels.question("a", "Hi", true));
                // Before this nothing is loaded for a client that has left.
                pool.await("\"state\":\"loading\"");
                http.hangUp();
            }
            pool.await("\"waiting\":0");
            pool.await("\"state\":\"ready\"");
            assertThat(pool.state()).contains("\"leases\":0");
        }
    }

    @Test
    void keepAliveOfZeroSendsAModelAwayAndAnEmptyQuestionLoadsIt() throws Exception {
        try (PoolOfModels pool = PoolOfModels.start(folder, "", model(folder, "a"))) {
            String load = "{\"model\":\"a\",\"stream\":false}";
            assertThat(RawHttp.post(pool.port(), "/api/generate", load).text())
                    .contains("\"done_reason\":\"load\"");
            assertThat(RawHttp.get(pool.port(), "/api/ps").text()).contains("\"a:latest\"");

            String unload = "{\"model\":\"a\",\"keep_alive\":0,\"stream\":false}";
            assertThat(RawHttp.post(pool.port(), "/api/generate", unload).text())
                    .contains("\"done_reason\":\"unload\"");
            Polled.until(
                    "the process has ended",
                    PATIENCE,
                    () -> PoolOfModels.isGone(pool.processes("a").getFirst()));
            assertThat(RawHttp.get(pool.port(), "/api/ps").text()).doesNotContain("a:latest");
        }
    }

    @Test
    void keepAliveIsHeededInEveryDialectAndNotCalledDropped() throws Exception {
        try (PoolOfModels pool = PoolOfModels.start(folder, "", model(folder, "a"))) {
            for (String path : List.of("/v1/chat/completions", "/api/chat")) {
                String question = PoolOfModels.question("a", "Hi", false);
                String kept = question.replaceFirst("\\{", "{\"keep_alive\":\"1h\",");
                WireMessage answer = RawHttp.post(pool.port(), path, kept);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("X-Chasqui-Dropped")).isEmpty();

                String wrong = question.replaceFirst("\\{", "{\"keep_alive\":\"soon\",");
                assertThat(RawHttp.post(pool.port(), path, wrong).status()).isEqualTo(400);

                String sentAway = question.replaceFirst("\\{", "{\"keep_alive\":0,");
                assertThat(RawHttp.post(pool.port(), path, sentAway).status()).isEqualTo(200);
                Polled.until(
                        "the process has ended",
                        PATIENCE,
                        () -> PoolOfModels.isGone(pool.processes("a").getLast()));
            }
            assertThat(pool.processes("a")).hasSize(2);
        }
    }

    @Test
    void administratorsLoadPinAndUnloadModels() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder, "\"maxModels\":1", model(folder, "a"), model(folder, "b"))) {
            assertThat(pool.make("load", "a").text()).contains("\"state\":\"ready\"");
            assertThat(pool.make("pin", "a").text()).contains("\"pinned\":true");
            WireMessage refused = pool.ask("b", "Hi");
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("pool.maxModels");

            pool.make("unpin", "a");
            assertThat(pool.ask("b", "Hi").status()).isEqualTo(200);
            pool.make("unload", "b");
            Polled.until(
                    "the process has ended",
                    PATIENCE,
                    () -> PoolOfModels.isGone(pool.processes("b").getFirst()));
            assertThat(pool.make("load", "x").status()).isEqualTo(404);
        }
    }

    @Test
    void administratorsMayUseEveryNameOfAModel() throws Exception {
        String model = model(folder, "a", List.of("\"aliases\":[\"big\"]"));
        try (PoolOfModels pool = PoolOfModels.start(folder, "", model)) {
            assertThat(pool.ask("big:latest", "Hi").text()).contains("I am a");
            assertThat(pool.make("load", "big").text()).contains("\"name\":\"a\"");
            assertThat(pool.make("pin", "a:latest").text()).contains("\"pinned\":true");
            assertThat(RawHttp.get(pool.port(), "/admin/pool/log?model=big").status())
                    .isEqualTo(200);

            WireMessage refused = pool.make("unload", "big");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("'a' is pinned", "unpin");
        }
    }

    @Test
    void aFolderIsAsGoodAsAList() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(folder, "\"folder\":\"%s\"".formatted(PoolOfModels.MODELS))) {
            assertThat(pool.ask("own-scripted", "Hi").text()).contains("I am own-scripted");
        }
    }
}
