package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Terminal;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class AskCommandTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Terminal AT_TERMINAL = new Terminal(true, true, true);

    private final FakeBackend server = FakeOpenAi.start("first", "second");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theAnswerIsPrintedAndEndsWithALineBreak() throws Exception {
        CommandRun run = ask("", Terminal.NONE, "Why", "so?");

        assertThat(run).isEqualTo(new CommandRun(0, "Hello there!\n", ""));
        assertThat(sent(0)).contains("\"content\":\"Why so?\"", "\"model\":\"first\"");
    }

    @Test
    void theModelMayBeNamed() throws Exception {
        ask("", Terminal.NONE, "--model", "second", "Hi");

        assertThat(sent(0)).contains("\"model\":\"second\"");
        assertThat(server.received("/v1/models")).isEmpty();
    }

    @Test
    void whatIsPipedInStandsBelowThePrompt() throws Exception {
        ask("a diff\n", Terminal.NONE, "Review this.");

        assertThat(sent(0)).contains("\"content\":\"Review this.\\n\\na diff\"");
    }

    @Test
    void whatIsPipedInIsThePromptWhereThereIsNone() throws Exception {
        ask("Why so?", Terminal.NONE);

        assertThat(sent(0)).contains("\"content\":\"Why so?\"");
    }

    @Test
    void nothingToAskIsToldWithTheWayToAsk() {
        CommandRun run = ask("", Terminal.NONE);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nothing to ask", "chasqui ask --help");
    }

    @Test
    void aConversationKeepsWhatWasSaid() throws Exception {
        CommandRun run = ask("One?\n\nTwo?\n", Terminal.NONE, "-i");

        assertThat(run.out()).isEqualTo("Hello there!\nHello there!\n");
        server.awaitRequests(CHAT, 2);
        assertThat(sent(1))
                .containsSubsequence(
                        "\"content\":\"One?\"",
                        "\"content\":\"Hello there!\"",
                        "\"content\":\"Two?\"");
    }

    @Test
    void atATerminalWithoutAPromptItIsAConversationWithASignToType() {
        CommandRun run = ask("One?\n", AT_TERMINAL);

        assertThat(run.out()).isEqualTo("Hello there!\n");
        assertThat(run.err()).isEqualTo("> > \n");
    }

    @Test
    void aQuestionThatFailsIsForgottenAndTheConversationGoesOn() throws Exception {
        server.on(
                "POST",
                CHAT,
                Answer.sequence(FakeOpenAi.error(400, "too long"), FakeOpenAi.chat("Yes.")));

        CommandRun run = ask("One?\nTwo?\n", Terminal.NONE, "-i");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("Yes.\n");
        assertThat(run.err()).contains("too long");
        assertThat(sent(1)).contains("Two?").doesNotContain("One?");
    }

    @Test
    void thoughtsAreShownToAPersonAloneAndNeverInTheAnswer() {
        server.on(
                "POST",
                CHAT,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                                chunk("{\"reasoning_content\":\"Hm.\"}", "null"),
                                chunk("{\"content\":\"Yes.\"}", "\"stop\""),
                                "data: [DONE]\n\n")));

        CommandRun seen = ask("", AT_TERMINAL, "So?");
        assertThat(seen.out()).isEqualTo("Yes.\n");
        assertThat(seen.err()).contains("Hm.");
        assertThat(ask("", Terminal.NONE, "So?")).isEqualTo(new CommandRun(0, "Yes.\n", ""));
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureAfterWhatCame() {
        server.on(
                "POST",
                CHAT,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(chunk("{\"role\":\"assistant\",\"content\":\"Ye\"}", "null"))));

        CommandRun run = ask("", Terminal.NONE, "So?");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("Ye\n");
        assertThat(run.err()).contains("broke off");
    }

    @Test
    void whatTheServerRefusesIsSaidInItsWords() {
        server.on("POST", CHAT, FakeOpenAi.error(404, "model 'x' not found; there are: y"));

        assertThat(ask("", Terminal.NONE, "-m", "x", "Hi"))
                .isEqualTo(new CommandRun(1, "", "chasqui: model 'x' not found; there are: y\n"));
    }

    @Test
    void whatARuleOrAKeyForbidsIsSaidInTheServersWords() {
        server.on("POST", CHAT, FakeOpenAi.error(403, "Please use echo."));

        assertThat(ask("", Terminal.NONE, "-m", "x", "Hi"))
                .isEqualTo(new CommandRun(1, "", "chasqui: Please use echo.\n"));
        assertThat(ask("Hi\n", Terminal.NONE, "-m", "x", "-i").err())
                .startsWith("chasqui: Please use echo.\n");
    }

    @Test
    void aMissingKeyIsToldWithItsPlace() {
        server.on("POST", CHAT, FakeOpenAi.error(401, "this server wants a key"));

        assertThat(ask("", Terminal.NONE, "-m", "x", "Hi").err())
                .contains("set CHASQUI_KEY")
                .doesNotContain("apiKeyEnv");
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        server.close();

        CommandRun run = ask("", Terminal.NONE, "-m", "x", "Hi");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("no server answers at " + server.url(), "chasqui serve");
    }

    private static String chunk(String delta, String finish) {
        return """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(delta, finish);
    }

    private String sent(int number) throws InterruptedException {
        return server.awaitRequests(CHAT, number + 1).get(number).message().text();
    }

    private CommandRun ask(String in, Terminal terminal, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "ask";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Map<String, String> environment = Map.of("CHASQUI_URL", server.url().toString());
        byte[] bytes = in.getBytes(StandardCharsets.UTF_8);
        return CommandRun.of(
                new Shell(environment, new ByteArrayInputStream(bytes), terminal),
                options -> {},
                all);
    }
}
