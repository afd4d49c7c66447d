package dev.chasqui.bootstrap.sending;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.RoutedBackends;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stream that breaks off and is continued, since its caller asked for that. */
class ResumeTest {
    private static final Header RESUME = new Header("X-Chasqui-Resume", "1");
    private static final RoutedBackends BACKENDS = new RoutedBackends();

    /**
     * Models: tiny is at first and second; alone at first; told at first and vllm; gone at third,
     * and its fallback other at first and second.
     */
    private static final FakeBackend FIRST =
            BACKENDS.backend("first", "tiny", "alone", "told", "other");

    private static final FakeBackend SECOND = BACKENDS.backend("second", "tiny", "other");
    private static final FakeBackend THIRD = BACKENDS.backend("third", "gone");
    private static final FakeBackend VLLM = BACKENDS.backend("vllm", "told");
    private static int port;

    @BeforeAll
    static void start() {
        VLLM.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"id\":\"told\",\"object\":\"model\","
                                + "\"created\":1,\"owned_by\":\"vllm\"}]}"));
        StartedServer server =
                BACKENDS.server(
                        "\"routing\":{\"failuresInRow\":1000000,\"errorRate\":1},"
                                + "\"models\":{\"gone\":{\"fallbacks\":[\"other\"]}}",
                        entry("first", FIRST, ",\"timeouts\":{\"idle\":\"300ms\"}"),
                        entry("second", SECOND, ""),
                        entry("third", THIRD, ""),
                        StartedServer.backendConfig("vllm", VLLM, "auto"));
        port = server.port();
    }

    @AfterAll
    static void stop() throws Exception {
        BACKENDS.close();
    }

    @BeforeEach
    void breakOff() {
        FIRST.on("POST", CHAT, frames(word("one "), word("two "))).forget();
        SECOND.on("POST", CHAT, FakeOpenAi.chat("three four")).forget();
        VLLM.on("POST", CHAT, FakeOpenAi.chat("three four")).forget();
    }

    private static String chunk(String delta) {
        return "data: {\"id\":\"chatcmpl-9\",\"created\":1,\"model\":\"tiny\",\"object\":"
                + "\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":null}]}\n\n";
    }

    private static String word(String text) {
        return chunk("{\"content\":\"" + text + "\"}");
    }

    /** Returns a stream that ends after these frames without an end of its own. */
    private static Answer frames(String... frames) {
        List<String> all =
                new ArrayList<>(List.of(chunk("{\"role\":\"assistant\",\"content\":\"\"}")));
        all.addAll(List.of(frames));
        return Answer.stream("text/event-stream", Duration.ZERO, all).thenClose();
    }

    private static String question(String model, String more) {
        return QUESTION.formatted(model)
                .replace("{\"model\"", "{\"stream\":true," + more + "\"model\"");
    }

    private static String ask(String model, String more, Header... headers) throws IOException {
        WireMessage answer = RawHttp.post(port, CHAT, question(model, more), headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    private static String textOf(String stream) {
        StringBuilder text = new StringBuilder();
        Matcher content = Pattern.compile("\"content\":\"([^\"]*)\"").matcher(stream);
        while (content.find()) {
            text.append(content.group(1));
        }
        return text.toString();
    }

    private static String received(FakeBackend backend) throws InterruptedException {
        return backend.awaitRequest(CHAT).message().text();
    }

    @Test
    void anotherBackendContinuesWithTheTextSoFar() throws Exception {
        String stream = ask("tiny", "", RESUME);

        assertThat(textOf(stream)).isEqualTo("one two three four");
        assertThat(stream)
                .contains("\"chasqui\":{\"resumed\":1}", "\"finish_reason\":\"stop\"", "[DONE]")
                .doesNotContain("\"error\"", "chatcmpl-1\"");
        assertThat(received(SECOND))
                .contains("{\"role\":\"assistant\",\"content\":\"one two \"}")
                .contains("Continue it exactly where it stops");
        assertThat(FIRST.received(CHAT)).hasSize(1);
        awaitNoOpenCalls();
    }

    private static void awaitNoOpenCalls() throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(port, "/admin/backends").text())
                                .contains("\"name\":\"first\"")
                                .doesNotContainPattern("\"open\":[1-9]"));
    }

    @Test
    void withoutTheHeaderTheStreamEndsWithAnError() throws Exception {
        for (Header[] headers : new Header[][] {{}, {new Header("X-Chasqui-Resume", "0")}}) {
            String stream = ask("tiny", "", headers);

            assertThat(stream).contains("\"error\"").doesNotContain("[DONE]", "resumed");
        }
        assertThat(SECOND.received(CHAT)).isEmpty();
    }

    @Test
    void anotherValueIsRefused() throws Exception {
        WireMessage answer =
                RawHttp.post(
                        port, CHAT, question("tiny", ""), new Header("X-Chasqui-Resume", "yes"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("X-Chasqui-Resume: yes (expected: 1 or 0)");
    }

    @Test
    void aStreamThatFallsSilentIsContinued() throws Exception {
        FIRST.on(
                "POST",
                CHAT,
                Answer.stream(
                        "text/event-stream",
                        Duration.ofSeconds(30),
                        List.of(word("one two "), word(" late"))));

        assertThat(textOf(ask("tiny", "", RESUME))).isEqualTo("one two three four");
    }

    @Test
    void aStreamThatEndsWithAnErrorIsContinued() throws Exception {
        FIRST.on(
                "POST",
                CHAT,
                frames(word("one two "), "data: {\"error\":{\"message\":\"crashed\"}}\n\n"));

        String stream = ask("tiny", "", RESUME);

        assertThat(textOf(stream)).isEqualTo("one two three four");
        assertThat(stream).doesNotContain("crashed");
    }

    @Test
    void aStreamThatHasGivenNoTextBeginsAnew() throws Exception {
        FIRST.on("POST", CHAT, frames());

        assertThat(textOf(ask("tiny", "", RESUME))).isEqualTo("three four");
        assertThat(received(SECOND)).doesNotContain("assistant");
    }

    @Test
    void aServerThatContinuesALastMessageIsToldSo() throws Exception {
        assertThat(textOf(ask("told", "", RESUME))).isEqualTo("one two three four");

        assertThat(received(VLLM))
                .contains("{\"role\":\"assistant\",\"content\":\"one two \"}")
                .contains("\"continue_final_message\":true")
                .contains("\"add_generation_prompt\":false")
                .doesNotContain("Continue it");
    }

    @Test
    void aServerThatRefusesToContinueIsAskedInWords() throws Exception {
        VLLM.on(
                "POST",
                CHAT,
                Answer.sequence(
                        FakeOpenAi.error(400, "prefill is not possible"),
                        FakeOpenAi.chat("three four")));

        assertThat(textOf(ask("told", "", RESUME))).isEqualTo("one two three four");
        assertThat(received(VLLM)).contains("Continue it").doesNotContain("continue_final");
    }

    @Test
    void aServerThatRefusesARequestWithoutTextIsNotAskedTwice() throws Exception {
        FIRST.on("POST", CHAT, Answer.sequence(frames(), status(500, "")));
        VLLM.on("POST", CHAT, FakeOpenAi.error(400, "no"));

        assertThat(ask("told", "", RESUME)).contains("\"error\"");
        assertThat(VLLM.received(CHAT)).hasSize(1);
    }

    @Test
    void theReplyOfAFallbackIsContinuedByIt() throws Exception {
        THIRD.on("POST", CHAT, Answer.sequence(status(500, ""), FakeOpenAi.chat("wrong")));

        assertThat(textOf(ask("gone", "", RESUME))).isEqualTo("one two three four");
        assertThat(received(SECOND)).contains("\"other\"").doesNotContain("\"gone\"");
    }

    @Test
    void theOnlyBackendContinuesItself() throws Exception {
        FIRST.on(
                "POST",
                CHAT,
                Answer.sequence(
                        frames(word("one two ")), frames(word("three ")), FakeOpenAi.chat("four")));

        String stream = ask("alone", "", RESUME);

        assertThat(textOf(stream)).isEqualTo("one two three four");
        assertThat(stream).contains("\"chasqui\":{\"resumed\":2}");
        assertThat(received(FIRST)).contains("\"content\":\"one two three \"");
    }

    @Test
    void aThirdBreakEndsTheStream() throws Exception {
        String stream = ask("alone", "", RESUME);

        assertThat(textOf(stream)).isEqualTo("one two one two one two ");
        assertThat(stream).contains("\"error\"").doesNotContain("[DONE]");
        // A request on a connection that the backend is about to close is sent once more.
        assertThat(FIRST.received(CHAT).stream().map(sent -> sent.message().text()).distinct())
                .hasSize(3);
        awaitNoOpenCalls();
    }

    @Test
    void whereNobodyContinuesTheFailureIsTheFirst() throws Exception {
        FIRST.on("POST", CHAT, Answer.sequence(frames(word("one")), status(500, "")));
        SECOND.on("POST", CHAT, status(500, ""));

        String stream = ask("tiny", "", RESUME);

        assertThat(stream).contains("\"error\"", "first").doesNotContain("status 500", "resumed");
        assertThat(SECOND.received(CHAT)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":2,",
                "\"response_format\":{\"type\":\"json_object\"},",
            })
    void whatCannotBeJoinedEndsWithAnError(String member) throws Exception {
        assertThat(ask("tiny", member, RESUME)).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(SECOND.received(CHAT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_content\":\"hm\"}",
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}",
            })
    void whatIsNoTextEndsWithAnError(String delta) throws Exception {
        FIRST.on("POST", CHAT, frames(word("one"), chunk(delta)));

        assertThat(ask("tiny", "", RESUME)).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(SECOND.received(CHAT)).isEmpty();
    }

    @Test
    void theBoundIsLessAndTheUsageMore() throws Exception {
        String usage =
                "data:"
                    + " {\"id\":\"x\",\"created\":1,\"model\":\"tiny\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":2,\"total_tokens\":22}}\n\n";
        SECOND.on(
                "POST",
                CHAT,
                frames(
                        word(" three"),
                        chunk("{}").replace("null", "\"stop\""),
                        usage,
                        "data: [DONE]\n\n"));

        String stream =
                ask(
                        "tiny",
                        "\"max_tokens\":50,\"max_output_tokens\":50,\"stream_options\":{\"include_usage\":true},",
                        RESUME);

        assertThat(received(SECOND)).contains("\"max_tokens\":48", "\"max_output_tokens\":48");
        assertThat(stream).contains("\"prompt_tokens\":21,\"completion_tokens\":4");
    }

    @Test
    void anOllamaClientGetsTheRestToo() throws Exception {
        WireMessage answer =
                RawHttp.post(
                        port,
                        "/api/chat",
                        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                        RESUME);

        assertThat(textOf(answer.text())).isEqualTo("one two three four");
        assertThat(answer.text()).contains("\"done\":true", "\"chasqui\":{\"resumed\":1}");
    }

    @Test
    void aClientThatLeavesEndsTheContinuation() throws Exception {
        SECOND.on("POST", CHAT, Answer.stall());
        RawHttp client = RawHttp.connect(port);
        client.post(CHAT, question("tiny", ""), RESUME);
        Received rest = SECOND.awaitRequest(CHAT);
        client.hangUp();

        rest.awaitHangUp(Duration.ofSeconds(10));
        awaitNoOpenCalls();
    }
}
