package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Backends that follow their dialect loosely, and the replies that each client reads. */
class OddRepliesTest {
    private static final Setting OPENAI = Setting.with(Client.OPENAI, "", "", PluginJars.PARALLEL);
    private static final Setting OLLAMA = Setting.with(Client.OLLAMA);

    private static final String PARTS =
            """
            [{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},\
            {"type":"text","text":"Hi "},{"type":"text","text":"there"}]\
            """;

    @AfterAll
    static void close() {
        OPENAI.close();
        OLLAMA.close();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void textAfterAFinishArrives(Client client) throws IOException {
        streams(chunk("{\"content\":\"a\"}", "\"stop\""), chunk("{\"content\":\"b\"}", "\"stop\""));

        Reply reply = OPENAI.ask(client, Client.question("Hi", true));

        assertThat(reply.text()).isEqualTo("ab");
        assertThat(reply.ended()).isTrue();
    }

    @Test
    void anAnswerArrivesAfterThoughtsThatWereMarkedAsTheEnd() throws IOException {
        streams(
                chunk("{\"reasoning_content\":\"Hm.\"}", "\"stop\""),
                chunk("{\"content\":\"Hi\"}", "\"stop\""));

        Reply reply = OPENAI.ask(Client.OLLAMA, Client.question("Hi", true));

        assertThat(reply.said("thinking")).isEqualTo("Hm.");
        assertThat(reply.text()).isEqualTo("Hi");
    }

    @Test
    void aFinishCalledNullIsNone() throws IOException {
        streams(
                chunk("{\"content\":\"a\"}", "\"null\""),
                chunk("{\"content\":\"b\"}", "\"null\""),
                chunk("{}", "\"length\""));

        Reply reply = OPENAI.ask(Client.OLLAMA, Client.question("Hi", true));

        assertThat(reply.text()).isEqualTo("ab");
        assertThat(reply.finish()).isEqualTo("length");
    }

    @Test
    void callsWithoutIndexArriveOneByOne() throws IOException {
        streams(
                chunk(call("a", "f", "{\\\"x\\\":1}"), "\"tool_calls\""),
                chunk(call("b", "g", "{\\\"y\\\":2}"), "\"tool_calls\""));

        Reply reply = OPENAI.ask(Client.OLLAMA, Client.question("Hi", true));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains(
                        "{\"index\":0,\"name\":\"f\",\"arguments\":{\"x\":1}}",
                        "{\"index\":1,\"name\":\"g\",\"arguments\":{\"y\":2}}");
    }

    @Test
    void argumentsThatAreCutShortAreAFaultOfTheBackendByItsName() throws IOException {
        streams(chunk(call("a", "f", "{\\\"x\\\":"), "\"tool_calls\""));

        Reply reply = OPENAI.ask(Client.OLLAMA, Client.question("Hi", true));

        assertThat(reply.error())
                .startsWith("backend 'backend' broke off its reply: the arguments of its call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\\\"y\\\":"})
    void aCallThatTheTokenLimitCutsIsLeftOutForOllamasClients(String cut) throws IOException {
        String calls =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\","
                    + "\"arguments\":\"{\\\"x\\\":1}\"}},{\"index\":1,\"id\":\"b\",\"function\":"
                    + "{\"name\":\"cut\",\"arguments\":\""
                        + cut
                        + "\"}}]}";
        String usage = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6}}";
        for (boolean stream : new boolean[] {true, false}) {
            OPENAI.answers(
                    stream
                            ? Answer.stream(
                                    "text/event-stream",
                                    Duration.ZERO,
                                    List.of(
                                            chunk(calls, "\"length\""),
                                            "data: {\"choices\":[]," + usage + "\n\n",
                                            "data: [DONE]\n\n"))
                            : Answer.json(
                                    200,
                                    "{\"choices\":[{\"index\":0,\"message\":"
                                            + calls
                                            + ",\"finish_reason\":\"length\"}],"
                                            + usage));
            Reply reply = OPENAI.ask(Client.OLLAMA, Client.question("Hi", stream));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.finish()).isEqualTo("length");
            assertThat(reply.body())
                    .contains("\"name\":\"f\"", "\"prompt_eval_count\":5,", "\"eval_count\":6,")
                    .doesNotContain("cut");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void contentInPartsIsReadByOllamasClients(boolean stream) throws IOException {
        saysParts();

        Reply reply = OPENAI.ask(Client.OLLAMA, Client.question("Hi", stream));

        assertThat(reply.text()).isEqualTo("Hi there");
        assertThat(reply.said("thinking")).isEqualTo("Hm.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "all", "vote"})
    void contentInPartsIsReadByAgents(String join) throws IOException {
        saysParts();

        Reply reply =
                OPENAI.ask(
                        Client.OLLAMA,
                        Client.question("/parallel(2 tiny join=" + join + ") Hi", true));

        assertThat(reply.text()).contains("Hi there");
    }

    @Test
    void contentInPartsGoesToOpenAisClientsAsItCame() throws IOException {
        saysParts();

        assertThat(OPENAI.ask(Client.OPENAI, Client.question("Hi", true)).body()).contains(PARTS);
        assertThat(OPENAI.ask(Client.OPENAI, Client.question("Hi", false)).body()).contains(PARTS);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anErrorInAChoiceIsAnError(Client client) throws IOException {
        OPENAI.answers(
                Answer.json(
                        200,
                        """
                        {"choices":[{"index":0,"message":{"role":"assistant","content":""},\
                        "finish_reason":"error","error":{"message":"no room","code":502}}]}\
                        """));

        Reply reply = OPENAI.ask(client, Client.question("Hi", false));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.error()).contains("no room");
    }

    @Test
    void aFirstDeltaWithoutContentHasAnEmptyOne() throws IOException {
        String role = chunk("{\"role\":\"assistant\",\"content\":null}", "null");
        String rest = chunk("{\"content\":\"Hi\"}", "null") + chunk("{}", "\"stop\"");
        streams(role, rest);

        Reply reply = OPENAI.ask(Client.OPENAI, Client.question("Hi", true));

        assertThat(reply.body())
                .isEqualTo(
                        role.replace("\"content\":null", "\"content\":\"\"")
                                + rest
                                + "data: [DONE]\n\n");
    }

    @Test
    void anOllamasClientGetsTheLogprobsOfAnOpenAi() throws IOException {
        OPENAI.answers(Answer.play("llama-server/chat-logprobs-stream"));
        List<Json.Obj> lines =
                OPENAI.ask(
                                Client.OLLAMA,
                                Client.question(
                                        "Hi", true, "\"logprobs\":true", "\"top_logprobs\":2"))
                        .objects();

        assertThat(OPENAI.forwarded().text()).contains("\"logprobs\":true,\"top_logprobs\":2");
        assertThat(lines.getFirst().get("logprobs").orElseThrow().toString())
                .contains("\"token\":\"Hello! \"", "\"top_logprobs\":[");
    }

    @Test
    void anOpenAisClientGetsTheLogprobsOfAnOllama() throws IOException {
        OLLAMA.answers(Answer.play("ollama/chat-logprobs-stream"));
        Reply reply =
                OLLAMA.ask(
                        Client.OPENAI,
                        Client.question("Hi", true, "\"logprobs\":true", "\"top_logprobs\":2"));

        assertThat(OLLAMA.forwarded().text()).contains("\"logprobs\":true,\"top_logprobs\":2");
        assertThat(reply.wire().header("X-Chasqui-Dropped")).isEqualTo(Optional.empty());
        assertThat(reply.body())
                .contains(
                        "\"delta\":{\"content\":\"Hello!"
                                + " \"},\"logprobs\":{\"content\":[{\"token\"");
    }

    private static void streams(String... frames) {
        OPENAI.answers(
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        Stream.concat(Stream.of(frames), Stream.of("data: [DONE]\n\n")).toList()));
    }

    private static void saysParts() {
        String whole =
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                        + PARTS
                        + "},\"finish_reason\":\"stop\"}]}";
        OPENAI.answers(
                Answer.choose(
                        request ->
                                request.text().contains("\"stream\":true")
                                        ? Answer.stream(
                                                "text/event-stream",
                                                Duration.ZERO,
                                                List.of(
                                                        chunk(
                                                                "{\"content\":" + PARTS + "}",
                                                                "null"),
                                                        chunk("{}", "\"stop\""),
                                                        "data: [DONE]\n\n"))
                                        : Answer.json(200, whole)));
    }

    private static String call(String id, String name, String arguments) {
        return """
        {"tool_calls":[{"id":"%s","type":"function","function":{"name":"%s","arguments":"%s"}}]}\
        """
                .formatted(id, name, arguments);
    }

    private static String chunk(String delta, String finish) {
        return """
        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(delta, finish);
    }
}
