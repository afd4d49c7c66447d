package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;

/** Drained servers, and registered ones after a restart and a reload. */
class DrainedServersTest {
    @TempDir private Path folder;

    private final FakeBackend one = FakeOpenAi.start("tiny");
    private final FakeBackend two = FakeOpenAi.start("tiny");

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static String config(FakeBackend... backends) {
        List<String> entries =
                IntStream.range(0, backends.length)
                        .mapToObj(
                                i ->
                                        StartedServer.backendConfig(
                                                "b" + (i + 1), backends[i], "openai"))
                        .toList();
        return "{\"backends\":[" + String.join(",", entries) + "]}";
    }

    private static void drain(Admin admin, String id) throws IOException {
        assertThat(admin.done("/admin/servers/" + id + "/drain", ""))
                .hasToString("{\"id\":\"" + id + "\",\"drained\":true}");
    }

    private static void resume(Admin admin, String id) throws IOException {
        assertThat(admin.done("/admin/servers/" + id + "/resume", ""))
                .hasToString("{\"id\":\"" + id + "\",\"drained\":false}");
    }

    @Test
    void aDrainedBackendGetsNoNewRequestsWhileItsOpenOnesGoOn() throws Exception {
        one.on("POST", Admin.CHAT, Answer.stall());
        try (StartedServer server = StartedServer.of(config(one, two));
                RawHttp waiting = RawHttp.connect(server.port())) {
            Admin admin = new Admin(server.port());
            waiting.post(Admin.CHAT, Admin.question("tiny"));
            var open = one.awaitRequest(Admin.CHAT);

            drain(admin, "b1");

            assertThat(admin.answering("tiny")).isEqualTo("b2");
            assertThat(open.isHungUp()).isFalse();
            assertThat(admin.servers("chat").getFirst().text("state")).contains("drained");
            assertThat(admin.get("/admin/backends").toString()).contains("\"state\":\"drained\"");
            assertThat(admin.done("/admin/route/explain", "{'model':'tiny'}").toString())
                    .contains(
                            "\"dropped\":[{\"backend\":\"b1\",\"reason\":\"drained by an"
                                    + " administrator");

            one.on("POST", Admin.CHAT, FakeOpenAi.chat("again"));
            resume(admin, "b1");
            assertThat(admin.answering("tiny")).isEqualTo("b1");
        }
    }

    @Test
    void aDrainedBackendIsNoLastResort() throws IOException {
        try (StartedServer server = StartedServer.of(config(one))) {
            Admin admin = new Admin(server.port());
            drain(admin, "b1");

            WireMessage refused = admin.ask("tiny");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text())
                    .contains("\"dropped\":[{\"backend\":\"b1\",\"reason\":\"drained\"}]");
            assertThat(one.received(Admin.CHAT)).isEmpty();
            assertThat(admin.post("/admin/servers/b3/drain", "").status()).isEqualTo(404);
        }
    }

    @Test
    void registeredAndDrainedServersSurviveARestart() throws IOException {
        String registered;
        Path data = folder.resolve("data");
        try (StartedServer server = StartedServer.keeping(data, config(one))) {
            Admin admin = new Admin(server.port());
            registered = admin.register(two, ",'kind':'chat','api_key':'sk-0123456789'");
            drain(admin, "b1");
            assertThat(admin.answering("tiny")).isEqualTo(registered);
        }
        try (StartedServer server = StartedServer.keeping(data, config(one))) {
            Admin admin = new Admin(server.port());
            assertThat(admin.answering("tiny")).isEqualTo(registered);
            assertThat(two.received(Admin.CHAT).getLast().message().header("Authorization"))
                    .contains("Bearer sk-0123456789");
            drain(admin, registered);
            assertThat(admin.ask("tiny").status()).isEqualTo(503);
            resume(admin, "b1");
        }
        try (StartedServer server = StartedServer.keeping(data, config(one))) {
            assertThat(new Admin(server.port()).answering("tiny")).isEqualTo("b1");
        }
        // Another server under the same name was not drained.
        try (StartedServer server = StartedServer.keeping(data, config(two))) {
            Admin admin = new Admin(server.port());
            assertThat(admin.answering("tiny")).isEqualTo("b1");
            assertThat(admin.servers("chat")).hasSize(1);
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        data.resolve("chasqui.servers/servers.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aReloadKeepsRegisteredAndDrainedServers() throws IOException {
        try (ReloadedServer server = ReloadedServer.start(folder, config(one))) {
            Admin admin = new Admin(server.port());
            String registered = admin.register(two, "");
            drain(admin, "b1");

            assertThat(server.reload(config(one), new Header("Accept", "*/*")).status())
                    .isEqualTo(200);

            assertThat(admin.answering("tiny")).isEqualTo(registered);
            assertThat(admin.servers("chat"))
                    .extracting(entry -> entry.text("state").orElseThrow())
                    .containsExactly("drained", "up");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'servers':[{'id':'a' | the registered servers cannot be read: it is no JSON",
                "{'servers':[{'id':'a','url':'h','kinds':[],'models':[]}],'drained':[]} | url: h"
            },
            quoteCharacter = '`')
    void aDamagedFileIsRefusedAndStaysAsItIs(String content, String why) throws IOException {
        Path file = folder.resolve("data/chasqui.servers/servers.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace('\'', '"'));

        assertThatThrownBy(() -> StartedServer.keeping(folder.resolve("data"), config(one)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("servers.json: " + why);
        assertThat(file).hasContent(content.replace('\'', '"'));
    }
}
