package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prompts that do not fit, at backends that count each {@code x } as a token. The OpenAI one is a
 * llama-server with a context of 3000; the Ollama may load its model with up to 16384.
 */
class TooLongPromptsTest {
    private static final int LLAMA_CONTEXT = 3_000;
    private static final Header MIDDLE = new Header("X-Chasqui-Truncate", "middle");
    private static final String TRUNCATED = "X-Chasqui-Truncated";
    private static final Pattern NUM_CTX = Pattern.compile("\"num_ctx\":(\\d+)");

    @RegisterExtension
    static final ClassSettings settings = new ClassSettings(TooLongPromptsTest::start);

    private static Setting start(Client backend) {
        return Setting.with(backend, backend == Client.OLLAMA ? ",\"maxContext\":16384" : "", "");
    }

    private static Setting llamaServer() throws IOException {
        Setting setting = settings.of(Client.OPENAI);
        setting.backend()
                .on(
                        "GET",
                        "/v1/models",
                        Answer.json(
                                200,
                                """
                                {"data":[{"id":"tiny","owned_by":"llamacpp","meta":{"n_ctx":3000}}]}
                                """))
                .on("POST", "/tokenize", Answer.choose(TooLongPromptsTest::tokenized));
        setting.answers(Answer.choose(request -> chat(request, FakeOpenAi.chat("Hello there!"))));
        return setting;
    }

    private static Answer tokenized(WireMessage request) {
        // The text is there twice, for llama-server and for vLLM.
        return Answer.json(200, "{\"count\":%d}".formatted(tokens(request) / 2));
    }

    private static Answer chat(WireMessage request, Answer otherwise) {
        int tokens = tokens(request);
        return tokens < LLAMA_CONTEXT
                ? otherwise
                : Answer.json(400, overflow(tokens, LLAMA_CONTEXT));
    }

    private static Setting ollama() throws IOException {
        Setting setting = settings.of(Client.OLLAMA);
        setting.backend()
                .on(
                        "POST",
                        "/api/show",
                        Answer.json(200, "{\"model_info\":{\"llama.context_length\":32768}}"));
        setting.answers(Answer.choose(TooLongPromptsTest::ollamaChat));
        return setting;
    }

    /** Answers as an Ollama does, but says so if it cuts. */
    private static Answer ollamaChat(WireMessage request) {
        int tokens = tokens(request);
        Matcher chosen = NUM_CTX.matcher(request.text());
        int room = chosen.find() ? Integer.parseInt(chosen.group(1)) : 4_096;
        if (tokens < room) {
            return FakeOllama.chat("Hello there!");
        }
        return request.text().contains("\"truncate\":false")
                ? FakeOllama.error(400, overflow(tokens, room))
                : FakeOllama.chat("cut");
    }

    private static String overflow(int tokens, int room) {
        return """
        {"error":{"code":400,"message":"request (%1$d tokens) exceeds the available context size \
        (%2$d tokens), try increasing it","type":"exceed_context_size_error",\
        "n_prompt_tokens":%1$d,"n_ctx":%2$d}}\
        """
                .formatted(tokens, room);
    }

    private static int tokens(WireMessage request) {
        return (int) Pattern.compile("x ").matcher(request.text()).results().count();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aPromptThatDoesNotFitIsRefusedWithBothNumbersBeforeItIsSent(Client client)
            throws IOException {
        Setting setting = llamaServer();

        Reply reply = setting.ask(client, question(4_000));

        assertRefused(reply, "request (4000 tokens)", "(3000 tokens)");
        assertThat(setting.questions()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aBackendThatCannotCountRefusesItself(Client client) throws IOException {
        Setting setting = llamaServer();
        setting.backend().on("POST", "/tokenize", Answer.json(400, "{}"));

        Reply reply = setting.ask(client, question(4_000));

        assertRefused(reply, "request (4000 tokens)", "(3000 tokens)");
        assertThat(setting.questions()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aPromptThatFitsIsSentWhateverAnswerIsWanted(Client client) throws IOException {
        Setting setting = llamaServer();

        Reply reply =
                client.ask(
                        setting.port(),
                        Client.question("x ".repeat(2_000), true, "\"max_tokens\":32000"));

        assertThat(reply.text()).isEqualTo("Hello there!");
        assertThat(reply.wire().header(TRUNCATED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aShortPromptAsksTheBackendNothing(Client client) throws IOException {
        Setting setting = llamaServer();
        setting.ask(client, Client.question("Hi", false));
        setting.backend().forget();

        setting.ask(client, Client.question("Hi", false));

        assertThat(setting.backend().received()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theMiddleIsLeftOutIfTheClientAllowsIt(Client client) throws IOException {
        for (boolean stream : new boolean[] {true, false}) {
            Setting setting = llamaServer();

            Reply reply = client.ask(setting.port(), talk(1_500, stream), MIDDLE);

            assertThat(reply.text()).isEqualTo("Hello there!");
            assertThat(reply.wire().header(TRUNCATED)).contains("1500");
            assertThat(setting.forwarded().text())
                    .contains("instruction", "first", "last")
                    .doesNotContain("middle");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void withoutAllowanceTheMiddleStaysAndARefusalSaysSo(Client client) throws IOException {
        Setting setting = llamaServer();

        Reply plain = client.ask(setting.port(), talk(1_500, true));
        Reply wrong =
                client.ask(setting.port(), talk(1, true), new Header("X-Chasqui-Truncate", "end"));

        assertRefused(plain, "(3100 tokens)", "(3000 tokens)");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.error()).contains("expected: middle or none");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aQuestionThatDoesNotFitAloneIsRefusedEvenSo(Client client) throws IOException {
        Setting setting = llamaServer();

        Reply reply = client.ask(setting.port(), question(4_000), MIDDLE);

        assertRefused(reply, "request (4000 tokens)", "(3000 tokens)");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anOllamaGetsTheContextThatThePromptNeeds(Client client) throws IOException {
        Setting setting = ollama();

        Reply reply = setting.ask(client, question(5_000));

        assertThat(reply.text()).isEqualTo("Hello there!");
        assertThat(numCtx(setting)).isEqualTo("8192");
        assertThat(reply.wire().header("X-Chasqui-Dropped")).isEmpty();
        // Without it, the model would be loaded again.
        setting.ask(client, Client.question("Hi", false));
        assertThat(numCtx(setting)).isEqualTo("8192");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anOllamaRefusesBeyondTheBoundInsteadOfCutting(Client client) throws IOException {
        Setting setting = ollama();

        Reply reply = setting.ask(client, question(20_000));

        assertRefused(reply, "request (20000 tokens)", "(16384 tokens)");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theMiddleIsLeftOutForAnOllamaByItsOwnCount(Client client) throws IOException {
        Setting setting = ollama();

        Reply reply = client.ask(setting.port(), talk(20_000, true), MIDDLE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("Hello there!");
        assertThat(Integer.parseInt(reply.wire().header(TRUNCATED).orElse("0")))
                .isBetween(19_000, 21_000);
        assertThat(setting.forwarded().text()).contains("last").doesNotContain("middle");
    }

    private static void assertRefused(Reply reply, String... numbers) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains(numbers);
        if (reply.client() == Client.OPENAI) {
            assertThat(reply.body())
                    .contains(
                            "\"type\":\"invalid_request_error\"",
                            "\"code\":\"context_length_exceeded\"");
        }
    }

    private static String numCtx(Setting setting) {
        Json options = setting.asked().get("options").orElse(Json.Obj.EMPTY);
        return ((Json.Obj) options).get("num_ctx").orElse(Json.Null.NULL).toString();
    }

    private static String question(int tokens) {
        return Client.question("x ".repeat(tokens), true);
    }

    /** Returns a conversation whose middle has this number of tokens, and the rest 1600. */
    private static String talk(int middle, boolean stream) {
        return Client.conversation(
                """
                [{"role":"system","content":"instruction"},\
                {"role":"user","content":"first %1$s"},{"role":"assistant","content":"answer"},\
                {"role":"user","content":"middle %2$s"},{"role":"assistant","content":"middle"},\
                {"role":"user","content":"last %1$s"}]\
                """
                        .formatted("x ".repeat(800), "x ".repeat(middle)),
                stream);
    }
}
