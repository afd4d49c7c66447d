package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;

/** A request to a backend of the other dialect has the same meaning there. */
class RequestsAcrossTest {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final String TOOL =
            """
            {"type":"function","function":{"name":"get_weather","description":"Weather",\
            "parameters":{"type":"object","properties":{"location":{"type":"string"}}}}}\
            """;
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}";

    @Test
    void aToolsAnswerFindsItsCallAtAnOllama() throws IOException {
        String messages =
                """
                [{"role":"user","content":"Weather?"},\
                {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",\
                "function":{"name":"get_weather","arguments":"{\\"location\\":\\"Paris\\"}"}}]},\
                {"role":"tool","tool_call_id":"c1","content":"18 degrees"}]\
                """;
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            Reply reply =
                    setting.ask(
                            Client.OPENAI,
                            Client.conversation(messages, false, "\"tools\":[" + TOOL + "]"));

            assertThat(reply.text()).isEqualTo("Hello there!");
            Json.Arr asked = (Json.Arr) setting.asked().get("messages").orElseThrow();
            assertThat(asked.items().get(1))
                    .hasToString(
                            """
                            {"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"index":0,\
                            "name":"get_weather","arguments":{"location":"Paris"}}}]}\
                            """);
            assertThat(asked.items().get(2))
                    .hasToString(
                            """
                            {"role":"tool","content":"18 degrees","tool_name":"get_weather",\
                            "tool_call_id":"c1"}\
                            """);
            assertThat(setting.asked().get("tools")).hasToString("Optional[[" + TOOL + "]]");
        }
    }

    @Test
    void aToolsAnswerWithoutIdsFindsItsCallAtAnOpenAi() throws IOException {
        String messages =
                """
                [{"role":"user","content":"Weather?"},\
                {"role":"assistant","content":"","tool_calls":[{"function":{"name":"get_weather",\
                "arguments":{"location":"Paris"}}}]},\
                {"role":"tool","tool_name":"get_weather","content":"18 degrees"}]\
                """;
        try (Setting setting = Setting.with(Client.OPENAI)) {
            Reply reply = setting.ask(Client.OLLAMA, Client.conversation(messages, false));

            assertThat(reply.text()).isEqualTo("Hello there!");
            assertThat(setting.forwarded().text())
                    .contains(
                            """
                            "tool_calls":[{"id":"call_0","type":"function","function":\
                            {"name":"get_weather","arguments":"{\\"location\\":\\"Paris\\"}"}}]\
                            """)
                    .contains("\"content\":\"18 degrees\",\"tool_call_id\":\"call_0\"");
        }
    }

    @Test
    void anImageInAPartBecomesOneOfAnOllamasImages() throws IOException {
        String messages =
                """
                [{"role":"user","content":[{"type":"text","text":"What is it?"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]\
                """
                        .formatted(PIXEL);
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            var _ = setting.ask(Client.OPENAI, Client.conversation(messages, true));

            assertThat(setting.forwarded().text())
                    .contains(
                            "[{\"role\":\"user\",\"content\":\"What is it?\",\"images\":[\""
                                    + PIXEL
                                    + "\"]}]");
        }
    }

    @Test
    void anOllamasImageBecomesAPartWithItsMediaType() throws IOException {
        String messages =
                "[{\"role\":\"user\",\"content\":\"What is it?\",\"images\":[\"" + PIXEL + "\"]}]";
        try (Setting setting = Setting.with(Client.OPENAI)) {
            var _ = setting.ask(Client.OLLAMA, Client.conversation(messages, true));

            assertThat(setting.forwarded().text())
                    .contains("{\"type\":\"text\",\"text\":\"What is it?\"}")
                    .contains(
                            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                                    + PIXEL
                                    + "\"}}");
        }
    }

    @Test
    void anImageByAddressIsRefusedBeforeAnOllamaNamingThePart() throws IOException {
        String messages =
                """
                [{"role":"user","content":[{"type":"image_url",\
                "image_url":{"url":"https://example.com/a.png"}}]}]\
                """;
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            Reply reply = setting.ask(Client.OPENAI, Client.conversation(messages, true));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body())
                    .contains("\"param\":\"messages[0].content[0].image_url.url\"")
                    .contains("invalid_request_error");
            assertThat(setting.questions()).isZero();
        }
    }

    @Test
    void aSchemaForTheReplyCrossesBothWays() throws IOException {
        try (Setting ollama = Setting.with(Client.OLLAMA);
                Setting openAi = Setting.with(Client.OPENAI)) {
            var _ =
                    ollama.ask(
                            Client.OPENAI,
                            Client.question(
                                    "Hi",
                                    false,
                                    """
                                    "response_format":{"type":"json_schema","json_schema":\
                                    {"name":"reply","schema":%s}}\
                                    """
                                            .formatted(SCHEMA)));
            var _ = openAi.ask(Client.OLLAMA, Client.question("Hi", false, "\"format\":" + SCHEMA));

            assertThat(ollama.asked().get("format")).hasToString("Optional[" + SCHEMA + "]");
            assertThat(openAi.forwarded().text())
                    .contains(
                            """
                            "response_format":{"type":"json_schema","json_schema":\
                            {"name":"reply","schema":%s}}\
                            """
                                    .formatted(SCHEMA));
        }
    }

    @Test
    void jsonOfAnyShapeCrossesBothWays() throws IOException {
        try (Setting ollama = Setting.with(Client.OLLAMA);
                Setting openAi = Setting.with(Client.OPENAI)) {
            var _ =
                    ollama.ask(
                            Client.OPENAI,
                            Client.question(
                                    "Hi", false, "\"response_format\":{\"type\":\"json_object\"}"));
            var _ = openAi.ask(Client.OLLAMA, Client.question("Hi", false, "\"format\":\"json\""));

            assertThat(ollama.asked().text("format")).contains("json");
            assertThat(openAi.forwarded().text())
                    .contains("\"response_format\":{\"type\":\"json_object\"}");
        }
    }

    @Test
    void samplingCrossesBothWaysInItsOwnSpelling() throws IOException {
        try (Setting ollama = Setting.with(Client.OLLAMA);
                Setting openAi = Setting.with(Client.OPENAI)) {
            var _ =
                    ollama.ask(
                            Client.OPENAI,
                            Client.question(
                                    "Hi",
                                    false,
                                    "\"temperature\":0.50",
                                    "\"max_completion_tokens\":7",
                                    "\"stop\":[\"x\"]",
                                    "\"seed\":18446744073709551615"));
            var _ =
                    openAi.ask(
                            Client.OLLAMA,
                            Client.question(
                                    "Hi",
                                    false,
                                    """
                                    "options":{"temperature":0.50,"num_predict":7,"stop":["x"],\
                                    "seed":18446744073709551615}\
                                    """));

            assertThat(((Json.Obj) ollama.asked().get("options").orElseThrow()).members())
                    .containsEntry("temperature", new Json.Num("0.50"))
                    .containsEntry("num_predict", new Json.Num("7"))
                    .containsEntry("seed", new Json.Num("18446744073709551615"))
                    .containsKey("stop");
            assertThat(openAi.asked().members())
                    .containsEntry("temperature", new Json.Num("0.50"))
                    .containsEntry("max_tokens", new Json.Num("7"))
                    .containsEntry("seed", new Json.Num("18446744073709551615"))
                    .containsKey("stop")
                    .doesNotContainKey("options");
        }
    }

    @Test
    void howMuchToThinkCrossesBothWays() throws IOException {
        try (Setting ollama = Setting.with(Client.OLLAMA);
                Setting openAi = Setting.with(Client.OPENAI)) {
            var _ =
                    ollama.ask(
                            Client.OPENAI,
                            Client.question("Hi", false, "\"reasoning_effort\":\"low\""));
            var _ = openAi.ask(Client.OLLAMA, Client.question("Hi", false, "\"think\":false"));

            assertThat(ollama.asked().text("think")).contains("low");
            assertThat(openAi.asked().text("reasoning_effort")).contains("none");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void whatMeansNothingToTheOtherDialectIsNamedInAHeader(Client backend) throws IOException {
        Client client = backend == Client.OPENAI ? Client.OLLAMA : Client.OPENAI;
        String messages = "[{\"role\":\"user\",\"content\":\"Hi\",\"mood\":1}]";
        try (Setting setting = Setting.with(backend)) {
            for (boolean stream : new boolean[] {true, false}) {
                Reply reply =
                        setting.ask(
                                client,
                                Client.conversation(messages, stream, "\"unheard_of\":[1]"));

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.wire().header("X-Chasqui-Dropped").orElseThrow().split(", "))
                        .containsExactlyInAnyOrder("unheard_of", "messages.mood");
                assertThat(setting.forwarded().text()).doesNotContain("unheard_of", "mood");
            }
        }
    }
}
