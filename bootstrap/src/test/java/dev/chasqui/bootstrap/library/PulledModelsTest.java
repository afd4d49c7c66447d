package dev.chasqui.bootstrap.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The models of the hub that clients pull into the pool, and delete again. */
class PulledModelsTest {
    private static final String NAME = "hf.co/" + FakeHub.REPO;
    private static final String PULL = "{\"model\":\"" + NAME + "\"}";
    private static final Path MODEL =
            Path.of(
                    "../adapters/gguf/src/test/resources/dev/chasqui/adapters/gguf/own-scripted.gguf");

    @TempDir private Path folder;
    private FakeHub hub;

    @BeforeEach
    void startHub() throws Exception {
        hub = FakeHub.start(Files.readAllBytes(MODEL));
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    private StartedServer start(String backends) {
        return start(backends, "");
    }

    private StartedServer start(String backends, String poolMembers) {
        String config =
                "{\"backends\":[%s],\"pool\":{%s\"server\":\"%s\",\"models\":{\"mine\":{\"file\":\"%s\"}}}}"
                        .formatted(
                                backends,
                                poolMembers,
                                StandInLlama.script(folder),
                                MODEL.toAbsolutePath());
        return StartedServer.keeping(
                hub.environment(folder.resolve("cache")), folder.resolve("data"), config);
    }

    @Test
    void aPullIsReportedLikeOllamasAndItsModelAnswersAtOnce() throws Exception {
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());

            WireMessage pulled = calls.post("/api/pull", PULL);

            assertThat(pulled.status()).isEqualTo(200);
            String size = Integer.toString(hub.file().length);
            assertThat(pulled.text().lines())
                    .startsWith("{\"status\":\"pulling manifest\"}")
                    .anyMatch(
                            line ->
                                    line.matches(
                                            "\\{\"status\":\"pulling ([0-9a-f]{12})\",\"digest\":"
                                                    + "\"sha256:\\1[0-9a-f]{52}\",\"total\":"
                                                    + size
                                                    + ",\"completed\":"
                                                    + size
                                                    + "}"))
                    .endsWith(
                            "{\"status\":\"verifying sha256 digest\"}",
                            "{\"status\":\"writing manifest\"}",
                            "{\"status\":\"success\"}");
            assertThat(calls.tags()).contains(NAME + ":latest", "mine:latest");
            assertThat(chat(calls, NAME).text()).contains("I am " + NAME);
            assertThat(calls.get("/api/ps").text()).contains(NAME);
            assertThat(calls.post("/api/pull", PULL).text()).endsWith("success\"}\n");
            assertThat(hub.server().received(FakeHub.FILE)).hasSize(1);
        }
    }

    @Test
    void aDetailedLookAtAModelShowsItsFile() throws Exception {
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            calls.post("/api/create", "{\"model\":\"bot\",\"from\":\"mine\",\"system\":\"Hm.\"}");
            for (String model : new String[] {"mine", "bot"}) {
                Json.Obj shown =
                        Calls.json(
                                calls.post(
                                                "/api/show",
                                                "{\"model\":\"%s\",\"verbose\":true}"
                                                        .formatted(model))
                                        .text());

                Json.Obj info = shown.object("model_info");
                assertThat(info.get("llama.block_count")).contains(Json.of(1));
                assertThat(info.get("tokenizer.ggml.add_bos_token")).contains(Json.of(true));
                assertThat(((Json.Arr) info.get("tokenizer.ggml.tokens").orElseThrow()).items())
                        .contains(Json.of("<unk>"));
                assertThat(shown.get("tensors").orElseThrow().toString())
                        .contains("{\"name\":\"output.weight\",\"type\":\"F16\",\"shape\":[128,");
                assertThat(shown.text("template").orElseThrow()).contains("<|im_start|>");
                assertThat(shown.members()).containsKeys("capabilities", "details", "modelfile");
            }
            assertThat(calls.show("mine").members()).doesNotContainKey("tensors");
        }
    }

    @Test
    void itOutlivesARestartAndIsDeletedWithItsFile() throws Exception {
        try (StartedServer server = start("")) {
            assertThat(
                            new Calls(server.port())
                                    .post(
                                            "/api/pull",
                                            "{\"model\":\"" + NAME + "\",\"stream\":false}")
                                    .text())
                    .isEqualTo("{\"status\":\"success\"}");
        }
        assertThat(cached()).isPositive();
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            assertThat(chat(calls, NAME).status()).isEqualTo(200);

            assertThat(calls.delete(PULL).status()).isEqualTo(200);

            assertThat(calls.tags()).doesNotContain(NAME);
            assertThat(cached()).isZero();
            assertThat(calls.delete(PULL).status()).isEqualTo(404);
            WireMessage configured = calls.delete("{\"model\":\"mine\"}");
            assertThat(configured.status()).isEqualTo(400);
            assertThat(configured.text()).contains("described in the config");
            assertThat(calls.post("/api/pull", PULL).text()).endsWith("success\"}\n");
        }
        try (StartedServer server = start("")) {
            assertThat(new Calls(server.port()).tags()).contains(NAME);
        }
    }

    private long cached() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(file -> file.toString().contains("blobs/")).count();
        }
    }

    @Test
    void aClientThatLeavesStopsTheDownloadAndTheNextOneGoesOn() throws Exception {
        hub.server().on("GET", FakeHub.FILE, hub.firstHalf());
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            try (RawHttp client = RawHttp.connect(server.port())) {
                client.post("/api/pull", PULL).readHead();
                Polled.until("a part is here", () -> !partlyHere().isEmpty());
                client.hangUp();
                hub.server().awaitRequest(FakeHub.FILE).awaitHangUp(Duration.ofSeconds(10));
            }
            assertThat(calls.tags()).doesNotContain(NAME);
            hub.server().on("GET", FakeHub.FILE, hub::send);

            assertThat(calls.post("/api/pull", PULL).text()).endsWith("success\"}\n");
            assertThat(hub.server().received(FakeHub.FILE).getLast().message().header("Range"))
                    .isPresent();
        }
    }

    @Test
    void aFileThatAnotherNameMeansTooStaysUntilThatOneIsDeleted() throws Exception {
        String other = "{\"model\":\"" + NAME + ":q8_0\"}";
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            calls.post("/api/pull", PULL);
            calls.post("/api/pull", other);

            assertThat(calls.delete(PULL).status()).isEqualTo(200);

            assertThat(cached()).isOne();
            assertThat(chat(calls, NAME + ":q8_0").status()).isEqualTo(200);
            assertThat(calls.delete(other).status()).isEqualTo(200);
            assertThat(cached()).isZero();
            assertThat(hub.server().received(FakeHub.FILE)).hasSize(1);
        }
    }

    @Test
    void aChangeThatFailsLeavesNothingBehindAndCanBeRepeated() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        try (StartedServer server = start("", "\"folder\":\"" + models + "\",")) {
            Calls calls = new Calls(server.port());
            Files.delete(models);

            assertThat(calls.post("/api/pull", PULL).text()).contains("error", "pool.folder");
            assertThat(calls.tags()).doesNotContain(NAME);
            Files.createDirectory(models);
            assertThat(calls.post("/api/pull", PULL).text()).endsWith("success\"}\n");
            assertThat(calls.tags()).contains(NAME);

            Files.delete(models);
            assertThat(calls.delete(PULL).text()).contains("pool.folder");
            assertThat(cached()).isOne();
            Files.createDirectory(models);
            assertThat(calls.delete(PULL).status()).isEqualTo(200);
            assertThat(cached()).isZero();
        }
    }

    @Test
    void aModelThatIsBeingDownloadedIsDeletedOnlyAfterwards() throws Exception {
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            calls.post("/api/pull", PULL);
            deleteBlobs();
            hub.server().on("GET", FakeHub.FILE, hub.firstHalf());
            try (RawHttp client = RawHttp.connect(server.port())) {
                client.post("/api/pull", PULL).readHead();
                Polled.until("a part is here", () -> !partlyHere().isEmpty());

                WireMessage refused = calls.delete(PULL);
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text()).contains("is being downloaded");
                assertThat(calls.tags()).contains(NAME);
                client.hangUp();
            }
            Polled.until("the pull is ended", () -> calls.delete(PULL).status() == 200);
            assertThat(cached()).isZero();
        }
    }

    private void deleteBlobs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            for (Path blob : files.filter(file -> file.toString().contains("blobs/")).toList()) {
                Files.delete(blob);
            }
        }
    }

    private String partlyHere() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".part")).toList()) {
                if (Files.size(file) > 0) {
                    return file.toString();
                }
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void twoPullsOfOneModelShareTheDownload() throws Exception {
        hub.server()
                .on(
                        "GET",
                        FakeHub.FILE,
                        (request, reply) -> {
                            reply.pause(Duration.ofMillis(300));
                            hub.send(request, reply);
                        });
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            CompletableFuture<WireMessage> one = inBackground(() -> calls.post("/api/pull", PULL));
            CompletableFuture<WireMessage> two = inBackground(() -> calls.post("/api/pull", PULL));

            assertThat(one.get(20, TimeUnit.SECONDS).text()).endsWith("success\"}\n");
            assertThat(two.get(20, TimeUnit.SECONDS).text()).endsWith("success\"}\n");
            assertThat(hub.server().received(FakeHub.FILE)).hasSize(1);
        }
    }

    @Test
    void aNameThatTheHubLacksFailsAsOllamaSaysIt() throws Exception {
        try (StartedServer server = start("")) {
            Calls calls = new Calls(server.port());
            for (String name : new String[] {"hf.co/org/none-GGUF", "org/none-GGUF"}) {
                assertThat(calls.post("/api/pull", "{\"model\":\"" + name + "\"}").text())
                        .startsWith("{\"status\":\"pulling manifest\"}\n")
                        .contains("{\"error\":\"pull model manifest: ", "is not on the hub");
            }
            assertThat(
                            calls.post(
                                            "/api/pull",
                                            "{\"model\":\"hf.co/org/none-GGUF\",\"stream\":false}")
                                    .status())
                    .isEqualTo(500);
            assertThat(calls.post("/api/pull", "{\"model\":\"mine\"}").text())
                    .endsWith("{\"status\":\"success\"}\n");
        }
    }

    @Test
    void besideAnOllamaThePoolTakesTheHubsNamesAloneAndAChildOfItsModelIsOurs() throws Exception {
        try (FakeBackend ollama = FakeOllama.start("llama3:latest")) {
            ollama.on("POST", "/api/pull", Answer.play("ollama/pull-unknown-stream"));
            try (StartedServer server =
                    start(StartedServer.backendConfig("ollama", ollama, "ollama"))) {
                Calls calls = new Calls(server.port());

                assertThat(calls.post("/api/pull", PULL).text()).endsWith("success\"}\n");
                assertThat(ollama.received("/api/pull")).isEmpty();
                calls.post("/api/pull", "{\"model\":\"" + FakeHub.REPO + "\"}");
                calls.post("/api/pull", "{\"model\":\"qwen3:4b\"}");
                assertThat(ollama.received("/api/pull")).hasSize(2);

                assertThat(
                                calls.post(
                                                "/api/create",
                                                "{\"model\":\"bot\",\"from\":\""
                                                        + NAME
                                                        + "\",\"system\":\"Be brief.\"}")
                                        .text())
                        .endsWith("success\"}\n");
                assertThat(chat(calls, "bot").text()).contains("I am " + NAME);
                assertThat(calls.delete(PULL).status()).isEqualTo(200);
                assertThat(chat(calls, "bot").text()).contains("derived from '" + NAME + "'");
            }
        }
    }

    private static WireMessage chat(Calls calls, String model) throws IOException {
        return calls.post(
                "/api/chat",
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":false}"
                        .formatted(model));
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                result.complete(work.call());
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        });
        return result;
    }
}
