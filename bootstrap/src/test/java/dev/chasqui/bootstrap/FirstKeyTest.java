package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The first start of a server that other machines can reach, without any key in its config. */
class FirstKeyTest {
    private static final String CHAT =
            "{\"model\":\"hello\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void itMakesAnAdministratorOnceWhoseKeyIsInAFileAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("data/admin.key");
        try (FakeBackend backend = FakeOpenAi.start("hello")) {
            String config =
                    "{\"data\":{\"dir\":\"data\"},\"backends\":["
                            + StartedServer.backendConfig("backend", backend, "openai")
                            + "]}";
            String key;
            try (LaunchedServer server =
                    LaunchedServer.launch(folder, config, "--host", "0.0.0.0")) {
                int port = server.awaitPort();
                key = Files.readString(file).strip();
                assertThat(key).startsWith("chsq_");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(chat(port, "")).as("without a key").isEqualTo(401);
                assertThat(chat(port, "chsq_wrong")).isEqualTo(401);
                assertThat(chat(port, key)).isEqualTo(200);
                assertThat(users(port, "").status()).isEqualTo(401);
                assertThat(users(port, key).text()).contains("\"name\":\"admin\"", "\"keys\":1");
                String audit = RawHttp.get(port, "/admin/audit", bearer(key)).text();
                assertThat(audit)
                        .contains("user.create", "the first start")
                        .doesNotContain(key, "sha256");
                said(server, key, file, true);
            }
            try (LaunchedServer server =
                    LaunchedServer.launch(folder, config, "--host", "0.0.0.0")) {
                int port = server.awaitPort();
                assertThat(Files.readString(file).strip()).isEqualTo(key);
                assertThat(chat(port, "")).as("without a key").isEqualTo(401);
                assertThat(chat(port, key)).isEqualTo(200);
                assertThat(users(port, key).text()).containsOnlyOnce("\"source\"");
                said(server, key, file, false);
            }
        }
    }

    private static void said(LaunchedServer server, String key, Path file, boolean first)
            throws IOException, InterruptedException {
        server.signal("TERM");
        assertThat(server.awaitEnd()).isZero();
        List<String> said = server.said();
        assertThat(said).noneMatch(line -> line.contains(key));
        assertThat(said.stream().anyMatch(line -> line.contains(file.toString())))
                .as(said.toString())
                .isEqualTo(first);
    }

    private static Header bearer(String key) {
        return new Header("Authorization", "Bearer " + key);
    }

    private static int chat(int port, String key) throws IOException {
        return RawHttp.post(
                        port,
                        "/v1/chat/completions",
                        CHAT,
                        key.isEmpty() ? new Header[0] : new Header[] {bearer(key)})
                .status();
    }

    private static WireMessage users(int port, String key) throws IOException {
        return RawHttp.get(
                port, "/admin/users", key.isEmpty() ? new Header[0] : new Header[] {bearer(key)});
    }
}
