package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** The rights of callers, by key and by address. */
class AccessTest {
    private static final String KEYS =
            ",\"keys\":[%s,%s,%s]"
                    .formatted(
                            Keys.entry("ann", "user", "\"*\""),
                            Keys.entry("ben", "user", "\"help\""),
                            Keys.entry("root", "admin", "\"*\""));

    private static Setting withKeys(Client backend) {
        return Setting.with(backend, "", KEYS, PluginJars.CONTEXT);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aKeyIsNeededAndTakenInBothSpellings(Client client) throws IOException {
        try (Setting setting = withKeys(client)) {
            String body = Client.question("Hi", true);
            assertThat(setting.ask(client, body).status()).isEqualTo(401);
            assertThat(client.ask(setting.port(), body, Keys.bearer("nobody")).status())
                    .isEqualTo(401);
            assertThat(setting.questions()).isZero();

            assertThat(client.ask(setting.port(), body, Keys.bearer("ann")).text())
                    .isEqualTo("Hello there!");
            assertThat(
                            client.ask(
                                            setting.port(),
                                            body,
                                            new Header("x-api-key", Keys.secret("ann")))
                                    .text())
                    .isEqualTo("Hello there!");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/v1/models/tiny",
                "/api/tags",
                "/api/ps",
                "/api/version",
                "/",
                "/health",
                "/metrics",
                "/admin/agents",
                "/admin/agents/context/schema",
                "//admin/agents",
                "/admin/agents/",
                "/%61dmin/agents",
                "/x/../admin/agents",
                "/admin;x/agents"
            })
    void noRouteIsOpenWithoutAKey(String path) throws IOException {
        try (Setting setting = withKeys(Client.OPENAI)) {
            WireMessage answer = RawHttp.get(setting.port(), path);

            assertThat(answer.status()).isIn(400, 401, 404);
            assertThat(answer.text()).doesNotContain("tiny", "context");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void whetherTheServerLivesIsToldToAnybody(String path) throws IOException {
        try (Setting setting = withKeys(Client.OPENAI)) {
            WireMessage answer = RawHttp.get(setting.port(), path);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("\"backend\"", "tiny");
        }
    }

    @Test
    void adminRoutesTakeAnAdministratorsKey() throws IOException {
        try (Setting setting = withKeys(Client.OPENAI)) {
            for (String path :
                    List.of(
                            "/admin/agents",
                            "/admin/agents/context/schema",
                            "//admin/agents",
                            "/%61dmin/agents")) {
                WireMessage user = RawHttp.get(setting.port(), path, Keys.bearer("ann"));
                assertThat(user.status()).as(path).isIn(403, 404);
                assertThat(user.text()).doesNotContain("context");
            }
            assertThat(RawHttp.get(setting.port(), "/admin/agents", Keys.bearer("ann")).status())
                    .isEqualTo(403);
            for (String change : List.of("disable", "enable", "reload")) {
                String path = "/admin/agents/context/" + change;
                assertThat(RawHttp.post(setting.port(), path, "", Keys.bearer("ann")).status())
                        .isEqualTo(403);
                assertThat(RawHttp.post(setting.port(), path, "").status()).isEqualTo(401);
            }
            assertThat(RawHttp.get(setting.port(), "/admin/agents", Keys.bearer("root")).text())
                    .contains("\"name\":\"context\"");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aKeySaysWhichCommandsItsOwnerMayUse(Client client) throws IOException {
        try (Setting setting = withKeys(client)) {
            for (String body :
                    List.of(
                            Client.question("/context Hi", true),
                            Client.question("Hi", false, "\"agents\":[\"context\"]"))) {
                Reply refused = client.ask(setting.port(), body, Keys.bearer("ben"));

                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.error()).contains("'ben'", "/context");
            }
            Reply help =
                    client.ask(setting.port(), Client.question("/help", true), Keys.bearer("ben"));

            assertThat(help.text()).contains("/help(command)").doesNotContain("/context(snippets)");
            assertThat(setting.questions()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8000", "localhost.evil.example", ""})
    void aForeignHostIsRefused(String host) throws IOException {
        try (Setting setting = Setting.with(Client.OPENAI)) {
            WireMessage answer =
                    RawHttp.get(setting.port(), "/v1/models", new Header("Host", host));

            assertThat(answer.status()).isIn(400, 403);
            assertThat(answer.text()).doesNotContain("tiny");
        }
    }

    @Test
    void aForeignPageOrProxyDoesNotGetTheDocumentsOfAnOpenServer() throws IOException {
        try (StartedServer server =
                StartedServer.of(
                        "{\"server\":{\"host\":\"0.0.0.0\",\"open\":true}}", PluginJars.RAG)) {
            String path = "/admin/collections/hr/search?q=leave";
            var _ = new Collections(server.port()).add("hr", "leave.md", "Thirty days of leave.");

            assertThat(RawHttp.get(server.port(), path).text()).contains("Thirty days");
            for (Header strange :
                    List.of(
                            new Header("Host", "evil.example"),
                            new Header("X-Forwarded-For", "127.0.0.1"))) {
                WireMessage answer = RawHttp.get(server.port(), path, strange);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).doesNotContain("Thirty days");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aForeignOriginIsRefusedAndALocalAppsIsNot(Client client) throws IOException {
        try (Setting setting = Setting.with(client)) {
            String body = Client.question("Hi", true);
            for (String foreign :
                    List.of("https://evil.example", "null", "http://localhost.evil")) {
                Reply reply = client.ask(setting.port(), body, new Header("Origin", foreign));
                assertThat(reply.status()).as(foreign).isEqualTo(403);
            }
            assertThat(setting.questions()).isZero();
            for (String local : List.of("http://localhost:3000", "app://obsidian.md", "file://")) {
                Reply reply = client.ask(setting.port(), body, new Header("Origin", local));
                assertThat(reply.status()).as(local).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aQuestionThatComesBackToItsServerIsALoop(Client client) throws IOException {
        try (Setting setting = Setting.with(client)) {
            var _ = setting.ask(client, Client.question("Hi", false));
            String hop = setting.forwarded().header("X-Chasqui-Hop").orElseThrow();

            Reply looped =
                    client.ask(
                            setting.port(),
                            Client.question("Hi", true),
                            new Header("X-Chasqui-Hop", "other, " + hop));

            assertThat(looped.status()).isEqualTo(508);
            assertThat(looped.error()).contains("been through this server before");
            assertThat(setting.questions()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theServersThatAQuestionHasBeenThroughAreHandedOn(Client client) throws IOException {
        try (Setting setting = Setting.with(client)) {
            var _ =
                    client.ask(
                            setting.port(),
                            Client.question("Hi", true),
                            new Header("X-Chasqui-Hop", "first, second"));

            assertThat(setting.forwarded().header("X-Chasqui-Hop").orElseThrow())
                    .matches("first, second, [0-9a-f-]{36}");
        }
    }

    /**
     * Returns a config in which each caller has the model on a backend of its own, and all others
     * on the other one.
     */
    @Test
    void twoServersThatAskEachOtherDoNotDoSoForEver() throws IOException {
        int portOfB = freePort();
        try (FakeBackend c = FakeOpenAi.start("tiny", "only-c");
                FakeBackend d = FakeOpenAi.start("tiny", "only-d");
                StartedServer a = StartedServer.of(ring(c, portOfB));
                StartedServer b = StartedServer.at(portOfB, ring(d, a.port()))) {
            askUntilAnswered(a, "only-d");
            askUntilAnswered(b, "only-c");
            for (FakeBackend own : List.of(c, d)) {
                own.on("POST", Client.OPENAI.path(), FakeOpenAi.error(500, "out of order"));
            }

            for (Client client : Client.values()) {
                int before = c.received(Client.OPENAI.path()).size();
                Reply reply = client.ask(a.port(), Client.question("Hi", true));

                assertThat(reply.status()).isEqualTo(502);
                assertThat(reply.error()).contains("been through this server before");
                assertThat(c.received(Client.OPENAI.path())).hasSize(before + 1);
            }
        }
    }

    private static void askUntilAnswered(StartedServer server, String model) throws IOException {
        String body = Client.question("Hi", false).replace("tiny", model);
        Duration patience = Duration.ofSeconds(10);
        long began = System.nanoTime();
        while (Client.OPENAI.ask(server.port(), body).status() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(patience);
        }
    }

    private static String ring(FakeBackend own, int other) {
        return """
        {"backends":[%s,{"name":"other","type":"openai","url":"http://127.0.0.1:%d"}]}\
        """
                .formatted(StartedServer.backendConfig("own", own, "openai"), other);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
