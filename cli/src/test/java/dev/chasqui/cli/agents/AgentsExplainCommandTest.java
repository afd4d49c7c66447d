package dev.chasqui.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The output of `chasqui agents explain` for answers of the running server. */
class AgentsExplainCommandTest {
    private static final String EXPLAIN = "/admin/agents/explain";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("agents", "explain"));
        all.addAll(List.of("--url", server.url().toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(Map.of(), all.toArray(String[]::new));
    }

    private void answer(String body) {
        server.on("POST", EXPLAIN, Answer.json(200, body));
    }

    @Test
    void eachAgentIsSaidWithItsOrigin() throws Exception {
        answer(
                """
                {"asked":"quick","model":"helper","rules":["pipeline.rules[1]"],"agents":[
                {"command":"/guard","from":"pipeline.agents[0]","runs":true},
                {"command":"/rag(k=20)","from":"typed","runs":false,"why":"k is\\u001b 20"}],
                "refused":"the key 'ann' may not"}\
                """);

        CommandRun run =
                run(
                        "--model",
                        "quick",
                        "--key",
                        "ann",
                        "--dialect",
                        "ollama",
                        "--size",
                        "40KiB",
                        "--header",
                        "X-Team: legal",
                        "/rag(k=20) hello");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines().map(String::strip))
                .containsExactly(
                        "Model: helper (asked for: quick)",
                        "Rules: pipeline.rules[1]",
                        "COMMAND     FROM                RUNS",
                        "1  /guard      pipeline.agents[0]  yes",
                        "2  /rag(k=20)  typed               no: k is\\u001b 20",
                        "Refused: the key 'ann' may not");
        assertThat(server.awaitRequest(EXPLAIN).message().text())
                .contains(
                        "\"model\":\"quick\"",
                        "\"key\":\"ann\"",
                        "\"dialect\":\"ollama\"",
                        "\"size\":40960",
                        "\"X-Team\":[\"legal\"]",
                        "\"text\":\"/rag(k=20) hello\"");
    }

    @Test
    void aChatWithoutAgentsIsSaidToHaveNone() {
        answer("{\"asked\":\"m\",\"model\":\"m\",\"rules\":[],\"agents\":[]}");

        assertThat(run("--model", "m"))
                .isEqualTo(new CommandRun(0, "Model: m\nNo agent runs.\n", ""));
    }

    @Test
    void wrongOptionsAreToldBeforeTheServerIsAsked() {
        assertThat(run("--model", "m", "--size", "much").err()).contains("--size: much");
        assertThat(run("--model", "m", "--header", "none").err()).contains("'NAME: VALUE'");
        assertThat(run().exitCode()).isEqualTo(2);
    }
}
