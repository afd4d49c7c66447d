package dev.chasqui.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands that list and change the agents of a running server. */
class AgentCommandsTest {
    private static final String LIST =
            """
            {"agents":[
              {"name":"rag","help":"asks documents","usage":"/rag takes k","state":"active"},
              {"name":"shout","help":"shouts","usage":"/shout takes no arguments","state":"disabled"}],
             "jars":[
              {"name":"rag","file":"/p/rag.jar","state":"failed","generation":2,"reason":"it is not a jar"},
              {"name":"shout","file":"/p/shout.jar","state":"disabled","generation":0}]}
            """;

    private final FakeBackend server = FakeOpenAi.start("m");

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "list"})
    void theListNamesTheStateAndTheJarsThatFailed(String list) throws Exception {
        server.on("GET", "/admin/agents", Answer.json(200, LIST));

        assertThat(run(list.isEmpty() ? List.of() : List.of(list)))
                .isEqualTo(
                        new CommandRun(
                                0,
                                """
                                AGENT   STATE     DESCRIPTION AND ARGUMENTS
                                /rag    active    asks documents
                                                  /rag takes k
                                /shout  disabled  shouts
                                                  /shout takes no arguments
                                failed: /p/rag.jar: it is not a jar
                                """,
                                ""));
    }

    @Test
    void jsonIsWhatTheServerSentWhereverTheOptionStands() throws Exception {
        server.on("GET", "/admin/agents", Answer.json(200, "{\"agents\":[]}"));

        assertThat(run(List.of("list", "--json")).out()).isEqualTo("{\"agents\":[]}\n");
        assertThat(run(List.of("--json", "list")).out()).isEqualTo("{\"agents\":[]}\n");
    }

    @Test
    void aChangedPluginIsToldInASentence() throws Exception {
        server.on(
                "POST",
                "/admin/agents/rag/reload",
                Answer.json(
                        200,
                        """
                        {"name":"rag","agents":[],
                         "jars":[{"name":"rag","state":"active","generation":3}]}
                        """));
        server.on(
                "POST",
                "/admin/agents/shout/disable",
                Answer.json(
                        200,
                        """
                        {"name":"shout","agents":[{"name":"shout","state":"disabled"}],
                         "jars":[{"name":"loud","state":"active","generation":1}]}
                        """));

        assertThat(run(List.of("reload", "rag")))
                .isEqualTo(new CommandRun(0, "rag is active, generation 3\n", ""));
        assertThat(run(List.of("disable", "/shout")))
                .isEqualTo(new CommandRun(0, "/shout is disabled\n", ""));
    }

    @Test
    void theReasonOfAFailureIsToldAndTheExitCodeIsOne() throws Exception {
        server.on(
                "POST",
                "/admin/agents/rag/reload",
                FakeOpenAi.error(500, "agent 'rag' failed: it is not a jar"));

        assertThat(run(List.of("reload", "rag")))
                .isEqualTo(new CommandRun(1, "", "chasqui: agent 'rag' failed: it is not a jar\n"));
    }

    @Test
    void aNameIsNeededAndIsSentAsOneSegment() throws Exception {
        server.on(
                "POST",
                "/admin/agents/a%2Fb%20c/enable",
                FakeOpenAi.error(404, "there is no plug-in or agent 'a/b c'"));

        assertThat(run(List.of("enable")).exitCode()).isEqualTo(2);
        assertThat(run(List.of("enable", "/")).exitCode()).isEqualTo(2);
        assertThat(run(List.of("enable", "a/b c")).err()).contains("there is no plug-in");
    }

    private CommandRun run(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("agents"));
        all.addAll(arguments);
        all.add("--url=" + server.url());
        return CommandRun.of(Map.of(), all.toArray(String[]::new));
    }
}
