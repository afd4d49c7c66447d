package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The changes that take effect without a restart, as clients see them. */
class ReloadTest {
    /** The SHA-256 of {@code sk-ana}. */
    private static final String SHA256_OF_KEY =
            "67920450836a62d53b40a269d8fb473c23c48537ee4513c1f8310a6acac76c2f";

    private static final String CHAT = "/v1/chat/completions";
    private static final String ALIAS = ",\"models\":{\"aliases\":{\"fast\":\"tiny\"}}";

    @TempDir private Path folder;

    @Test
    void anAliasComesAndGoesAndNothingElseChanges() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, of(backend, ""))) {
            assertThat(status(server, "fast")).isEqualTo(404);

            WireMessage reloaded = server.reload(of(backend, ALIAS));
            assertThat(reloaded.status()).isEqualTo(200);
            assertThat(reloaded.text())
                    .isEqualTo("{\"changed\":[\"models.aliases.fast\"],\"restart\":[]}");
            assertThat(status(server, "fast")).isEqualTo(200);
            int lists = backend.received("/v1/models").size();

            assertThat(server.reload(of(backend, "")).status()).isEqualTo(200);
            assertThat(status(server, "fast")).isEqualTo(404);
            assertThat(status(server, "tiny")).isEqualTo(200);
            assertThat(backend.received("/v1/models").size())
                    .as("its list is asked for again for the unknown name alone")
                    .isLessThanOrEqualTo(lists + 1);
        }
    }

    @Test
    void aBackendComesAnotherGoesAndOneMovesElsewhere() throws Exception {
        try (FakeBackend one = FakeOpenAi.start("one");
                FakeBackend two = FakeOpenAi.start("two");
                FakeBackend moved = FakeOpenAi.start("one");
                ReloadedServer server = ReloadedServer.start(folder, of(one, ""))) {
            assertThat(status(server, "one")).isEqualTo(200);
            assertThat(status(server, "two")).isEqualTo(404);

            assertThat(server.reload(of(two, "")).text()).contains("backends[backend].url");
            assertThat(status(server, "two")).isEqualTo(200);
            assertThat(status(server, "one")).isEqualTo(404);

            int before = one.received(CHAT).size();
            assertThat(server.reload(of(moved, "")).status()).isEqualTo(200);
            assertThat(status(server, "one")).isEqualTo(200);
            assertThat(one.received(CHAT)).hasSize(before);
            assertThat(moved.received(CHAT)).hasSize(1);
        }
    }

    @Test
    void keysAreAskedForFromNowOnAndNoMoreWhenTheyAreGone() throws Exception {
        Header key = new Header("Authorization", "Bearer sk-ana");
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, of(backend, ""))) {
            assertThat(server.reload(of(backend, keys())).status()).isEqualTo(200);
            assertThat(status(server, "tiny")).isEqualTo(401);
            assertThat(RawHttp.post(server.port(), CHAT, question("tiny"), key).status())
                    .isEqualTo(200);
            assertThat(server.reload(of(backend, "")).status()).as("without a key").isEqualTo(401);

            assertThat(server.reload(of(backend, ""), key).status()).isEqualTo(200);
            assertThat(status(server, "tiny")).isEqualTo(200);
        }
    }

    @Test
    void aMistakeChangesNothingAndItsPlaceIsTold() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, of(backend, ALIAS))) {
            WireMessage refused =
                    server.reload("{\"backends\":[],\n \"server\":{\"maxBody\":\"x\"}}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains("\"line\":2", "\"column\":22", "\"key\":\"server.maxBody\"")
                    .contains("\"file\":\"" + folder.resolve("config.json") + "\"");
            assertThat(status(server, "fast")).isEqualTo(200);
        }
    }

    @Test
    void whatCannotChangeIsNamedAndTheRestTakesEffect() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, of(backend, ""))) {
            String changed =
                    of(backend, ALIAS + ",\"server\":{\"host\":\"::1\",\"maxBody\":\"2KiB\"}");
            for (int i = 0; i < 2; i++) {
                WireMessage reloaded = server.reload(changed);
                assertThat(reloaded.status()).isEqualTo(200);
                assertThat(reloaded.text()).contains("\"restart\":[\"server.host\"]");
            }
            assertThat(status(server, "fast")).isEqualTo(200);
            assertThat(
                            RawHttp.post(server.port(), CHAT, question("tiny") + " ".repeat(4096))
                                    .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void anUnchangedModelStaysLoadedAChangedOneIsStartedAnewAndOneThatIsGoneLeaves()
            throws Exception {
        String kept = PoolOfModels.model(folder, "kept");
        String renewed = PoolOfModels.model(folder, "renewed");
        String gone = PoolOfModels.model(folder, "gone");
        try (ReloadedServer server = ReloadedServer.start(folder, pool(kept, renewed, gone))) {
            for (String model : List.of("kept", "renewed", "gone")) {
                assertThat(status(server, model)).isEqualTo(200);
            }
            WireMessage reloaded =
                    server.reload(
                            pool(
                                    kept,
                                    PoolOfModels.model(folder, "renewed", "--load-time", "1"),
                                    PoolOfModels.model(folder, "added")));

            assertThat(reloaded.status()).isEqualTo(200);
            assertThat(reloaded.text())
                    .contains("pool.models.renewed.args", "pool.models.gone", "pool.models.added");
            assertThat(status(server, "added")).isEqualTo(200);
            assertThat(status(server, "kept")).isEqualTo(200);
            assertThat(status(server, "renewed")).isEqualTo(200);
            assertThat(status(server, "gone")).isEqualTo(404);
            assertThat(started("kept")).isEqualTo(1);
            assertThat(started("renewed")).isEqualTo(2);
            assertThat(started("gone")).isEqualTo(1);
        }
    }

    @Test
    void aPoolMayComeAfterTheStart() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, of(backend, ""))) {
            assertThat(
                            server.reload(
                                            of(
                                                    backend,
                                                    ","
                                                            + poolSection(
                                                                    PoolOfModels.model(
                                                                            folder, "new"))))
                                    .status())
                    .isEqualTo(200);
            assertThat(status(server, "new")).isEqualTo(200);
            assertThat(status(server, "tiny")).isEqualTo(200);
        }
    }

    @Test
    void aPoolThatCannotBeOpenedChangesNothing() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, of(backend, ""))) {
            String missing = ",\"pool\":{\"folder\":\"%s\"}".formatted(folder.resolve("none"));
            WireMessage refused = server.reload(of(backend, ALIAS + missing));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("pool.folder");
            assertThat(status(server, "fast")).isEqualTo(404);
            assertThat(status(server, "tiny")).isEqualTo(200);
        }
    }

    private static String keys() {
        return ",\"keys\":[{\"name\":\"ana\",\"sha256\":\"%s\",\"role\":\"admin\"}]"
                .formatted(SHA256_OF_KEY);
    }

    private int started(String model) throws IOException {
        return Files.readAllLines(folder.resolve(model + ".pids")).size();
    }

    private String pool(String... models) {
        return "{" + poolSection(models) + "}";
    }

    private String poolSection(String... models) {
        return "\"pool\":{\"server\":\"%s\",\"models\":{%s}}"
                .formatted(StandInLlama.script(folder), String.join(",", models));
    }

    private static String of(FakeBackend backend, String sections) {
        backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
        return "{\"backends\":[%s]%s}"
                .formatted(StartedServer.backendConfig("backend", backend, "openai"), sections);
    }

    private static int status(ReloadedServer server, String model) throws IOException {
        return RawHttp.post(server.port(), CHAT, question(model)).status();
    }

    private static String question(String model) {
        return PoolOfModels.question(model, "Hi", false);
    }
}
