package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
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

/** An administrator disables and enables a web service and a skill, as an agent of a jar. */
class AgentsWithoutJarControlTest {
    private static final String CHAT = "/v1/chat/completions";

    @TempDir private Path folder;
    private FakeBackend backend;
    private FakeBackend service;
    private ReloadedServer server;

    @BeforeEach
    void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        service = FakeBackend.start();
        service.on("POST", "/agent", Answer.json(200, "{\"text\":\"noted\"}"));
        Path skill = Files.createDirectories(folder.resolve("skills").resolve("pirate"));
        Files.writeString(
                skill.resolve("SKILL.md"),
                "---\nname: pirate\ndescription: Talks\n---\nAnswer like a pirate.\n");
        server =
                ReloadedServer.start(
                        folder,
                        """
                        {"backends": [%s], "plugins": {"remote": {"note": {"url": "%s/agent",
                            "help": "Notes things"}}}}
                        """
                                .formatted(
                                        StartedServer.backendConfig("backend", backend, "openai"),
                                        service.url()));
    }

    @AfterEach
    void stop() {
        server.close();
        service.close();
        backend.close();
    }

    @Test
    void aServiceIsDisabledAndEnabledAgain() throws IOException {
        WireMessage disabled = change("note", "disable");

        assertThat(disabled.status()).as(disabled.text()).isEqualTo(200);
        assertThat(disabled.text())
                .startsWith(
                        "{\"name\":\"note\",\"agents\":[{\"name\":\"note\",\"help\":\"Notes"
                                + " things\",\"usage\":\"/note takes ")
                .endsWith("\"state\":\"disabled\",\"source\":\"plugins.remote\"}],\"jars\":[]}");
        assertDisabled("note");
        assertThat(service.received()).isEmpty();
        assertThat(ask("/pirate Hi").status()).isEqualTo(200);
        RawHttp.post(server.port(), "/admin/reload", "");
        assertDisabled("note");

        WireMessage enabled = change("note", "enable");

        assertThat(enabled.text()).contains("\"state\":\"active\"");
        assertThat(ask("/note Hi").text()).contains("\"content\":\"noted\"");
    }

    @Test
    void aSkillIsDisabledAndEnabledAgain() throws IOException {
        assertThat(change("pirate", "disable").text())
                .contains("\"state\":\"disabled\",\"source\":\"skill\"");
        assertDisabled("pirate");

        assertThat(change("pirate", "enable").text()).contains("\"state\":\"active\"");
        assertThat(ask("/pirate Hi").text()).contains("Hello there!");
    }

    @Test
    void onlyAJarIsReloadedAndAnUnknownNameIsTold() throws IOException {
        WireMessage reload = change("note", "reload");
        assertThat(reload.status()).isEqualTo(404);
        assertThat(reload.text()).contains("the agent 'note' comes from no jar");

        WireMessage unknown = change("pirat", "disable");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("did you mean 'pirate'?", "note");
    }

    private void assertDisabled(String agent) throws IOException {
        WireMessage asked = ask("/" + agent + " Hi");
        assertThat(asked.status()).isEqualTo(400);
        assertThat(asked.text()).contains("/" + agent + " is disabled on this server");
        assertThat(RawHttp.get(server.port(), "/admin/agents").text())
                .containsOnlyOnce("\"state\":\"disabled\"");
    }

    private WireMessage change(String name, String change) throws IOException {
        return RawHttp.post(server.port(), "/admin/agents/" + name + "/" + change, "");
    }

    private WireMessage ask(String text) throws IOException {
        return RawHttp.post(
                server.port(),
                CHAT,
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(text));
    }
}
