package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.AgentJar;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Agents that an administrator lists, disables, enables and reloads while the server runs. */
class AgentControlTest {
    @TempDir private Path temp;
    private Path jars;
    private FakeBackend backend;
    private StartedServer server;

    @BeforeEach
    void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        jars = Files.createDirectory(temp.resolve("jars"));
        Files.write(jars.resolve("greet.jar"), AgentJar.answering("greet", "one"));
        server = open();
    }

    private StartedServer open() {
        return StartedServer.keeping(
                temp.resolve("data"),
                "{\"backends\":["
                        + StartedServer.backendConfig("backend", backend, "openai")
                        + "]}",
                jars);
    }

    @AfterEach
    void stop() {
        server.close();
        backend.close();
    }

    @Test
    void aUserWhoTypesADisabledCommandReadsSoInEachDialectAndAfterARestart() throws IOException {
        WireMessage disabled = change("greet", "disable");

        assertThat(disabled.status()).as(disabled.text()).isEqualTo(200);
        assertThat(disabled.text())
                .contains("\"name\":\"greet\"", "\"state\":\"disabled\"", "it is disabled");
        assertToldDisabled();
        server.close();
        server = open();
        assertToldDisabled();
        assertThat(RawHttp.get(server.port(), "/health").text()).contains("\"status\":\"ok\"");

        assertThat(change("greet", "enable").text())
                .contains("\"state\":\"active\"", "\"generation\":1");
        assertThat(answer()).isEqualTo("one");
    }

    private void assertToldDisabled() throws IOException {
        for (Client client : Client.values()) {
            for (boolean stream : new boolean[] {true, false}) {
                Reply reply = client.ask(server.port(), Client.question("/greet Hi", stream));
                assertThat(reply.status()).as(reply.body()).isEqualTo(400);
                assertThat(reply.body())
                        .contains("/greet is disabled on this server", "agents enable greet");
            }
            Reply asked =
                    client.ask(
                            server.port(), Client.question("Hi", false, "\"agents\":[\"/greet\"]"));
            assertThat(asked.status()).as(asked.body()).isEqualTo(400);
            assertThat(asked.body()).contains("/greet is disabled on this server");
        }
        assertThat(Client.OPENAI.ask(server.port(), Client.question("/help", false)).text())
                .doesNotContain("greet");
        assertThat(RawHttp.get(server.port(), "/admin/agents").text())
                .contains("{\"name\":\"greet\",\"help\":\"help of greet\"")
                .contains("\"state\":\"disabled\"");
    }

    @Test
    void aReloadMakesANewGenerationAndAFailingOneSaysWhy() throws IOException {
        assertThat(change("greet", "reload").text())
                .contains("\"state\":\"active\"", "\"generation\":2");
        Files.writeString(jars.resolve("greet.jar"), "no jar");

        WireMessage failed = change("greet", "reload");

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.text())
                .contains("agent 'greet' failed: it is not a jar")
                .contains("generation 2 goes on with the jar of before");
        assertThat(answer()).isEqualTo("one");
        assertThat(list())
                .contains("\"state\":\"failed\"", "\"generation\":2")
                .contains("\"trust\":\"untrusted\"", "\"plugin\":\"greet\"");
        assertThat(RawHttp.get(server.port(), "/health").text())
                .contains("\"status\":\"degraded\"", "greet.jar");
        Files.write(jars.resolve("greet.jar"), AgentJar.answering("greet", "two"));
        assertThat(change("greet", "reload").text()).contains("\"generation\":3");
        assertThat(answer()).isEqualTo("two");
    }

    /** A configuration can be changed while a broken jar lies there. */
    @Test
    void aBrokenJarDoesNotKeepTheConfigurationFromChanging() throws IOException {
        Files.writeString(jars.resolve("greet.jar"), "no jar");

        WireMessage reload = RawHttp.post(server.port(), "/admin/reload", "");

        assertThat(reload.status()).as(reload.text()).isEqualTo(200);
        assertThat(reload.text()).contains("greet.jar is not loaded: it is not a jar");
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void anUnknownNameIsA404WithTheNearestOne() throws IOException {
        for (String change : new String[] {"disable", "enable", "reload"}) {
            WireMessage unknown = change("gret", change);
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.text()).contains("did you mean 'greet'?");
        }
        assertThat(change("%2e%2e%2f", "disable").status()).isIn(400, 404);
        assertThat(change("greet", "explode").status()).isEqualTo(404);
        assertThat(RawHttp.get(server.port(), "/admin/agents/greet/disable").status())
                .isEqualTo(405);
        assertThat(answer()).isEqualTo("one");
    }

    private WireMessage change(String name, String change) throws IOException {
        return RawHttp.post(server.port(), "/admin/agents/" + name + "/" + change, "");
    }

    private String list() throws IOException {
        Json.Obj answer = Reply.parse(RawHttp.get(server.port(), "/admin/agents").text());
        assertThat(answer.members()).containsOnlyKeys("agents", "jars");
        return answer.toString();
    }

    private String answer() throws IOException {
        return Client.OPENAI.ask(server.port(), Client.question("/greet Hi", true)).text();
    }
}
