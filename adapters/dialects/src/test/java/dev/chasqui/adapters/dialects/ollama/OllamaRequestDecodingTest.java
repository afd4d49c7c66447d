package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.CHAT;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.GENERATE;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.chat;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class OllamaRequestDecodingTest {
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

    @Test
    void streamingIsTheDefault() {
        assertThat(request("{\"model\":\"m\"}").stream()).isTrue();
        assertThat(request("{\"model\":\"m\",\"stream\":null}").stream()).isTrue();
        assertThat(request("{\"model\":\"m\",\"stream\":false}").stream()).isFalse();
    }

    @Test
    void nothingToSayAsksToLoadTheModel() {
        assertThat(CHAT.decode(OllamaFixture.utf8("{\"model\":\"m\"}")))
                .isInstanceOf(Incoming.Load.class);
        assertThat(
                        GENERATE.decode(
                                OllamaFixture.utf8(
                                        "{\"model\":\"m\",\"prompt\":\"\",\"images\":[ ]}")))
                .isInstanceOf(Incoming.Load.class);
        assertThat(generate("{\"model\":\"m\",\"images\":[\"AAAA\"]}").form())
                .isEqualTo(Form.PROMPT);
    }

    @Test
    void whatOnlyAnOllamaKnowsStaysAnExtra() {
        ChatRequest request =
                request(
                        """
                        {"model":"m","keep_alive":"5m","colour":1,"options":
                        {"num_ctx":10,"num_predict":3,"num_keep":4,"seed":1e2,"top_k":null}}
                        """);

        assertThat(request.settings().sampling().toString())
                .isEqualTo("{\"max_tokens\":3,\"n_keep\":4,\"seed\":1e2}");
        assertThat(request.extras().toString())
                .isEqualTo("{\"keep_alive\":\"5m\",\"colour\":1,\"options\":{\"num_ctx\":10}}");
    }

    @Test
    void noLimitIsNoNeutralLimit() {
        ChatRequest request = request("{\"model\":\"m\",\"options\":{\"num_predict\":-1}}");

        assertThat(request.settings().sampling().isEmpty()).isTrue();
        assertThat(request.extras().toString()).isEqualTo("{\"options\":{\"num_predict\":-1}}");
    }

    @Test
    void whatSaysNothingIsTheDefault() {
        ChatRequest request =
                request(
                        """
                        {"model":"m","format":"","tools":[],"think":null,"options":null,
                        "messages":[{"role":"user","content":"Hi","images":[]}]}
                        """);

        assertThat(request.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(request.tools()).isEmpty();
        assertThat(request.messages().getFirst().content()).containsExactly(new Part.Text("Hi"));
    }

    @Test
    void formatAndThinkingAreSettings() {
        Settings settings =
                request("{\"model\":\"m\",\"format\":\"json\",\"think\":\"max\"}").settings();

        assertThat(settings.format()).isEqualTo(new ReplyFormat.JsonObject());
        assertThat(settings.thinking()).isEqualTo(new Thinking.Effort("max"));
        assertThat(request("{\"model\":\"m\",\"format\":{}}").settings().format().structured())
                .isTrue();
    }

    @Test
    void anImagesKindIsToldFromItsFirstBytes() {
        Message message =
                request(
                                """
                                {"model":"m","messages":[{"role":"user","content":"?",
                                "images":["%s","/9j/4AAQSkZJRgAB","R0lGODlhAQABAIAA","UklGRiQAAABXRUJQVlA4"]}]}
                                """
                                        .formatted(PNG))
                        .messages()
                        .getFirst();

        assertThat(message.content().stream().skip(1))
                .extracting(part -> ((Part.Data.Inline) ((Part.Image) part).data()).mediaType())
                .containsExactly("image/png", "image/jpeg", "image/gif", "image/webp");
    }

    @Test
    void callsAndTheirAnswersNeedNoIds() {
        List<Message> messages =
                request(
                                """
                                {"model":"m","messages":[{"role":"assistant","content":null,
                                "thinking":"Hm","tool_calls":[
                                {"function":{"name":"f","arguments":{"b":1,"a":2}}},
                                {"id":"x","function":{"name":"g"}}]},
                                {"role":"tool","tool_name":"f","content":"1"},
                                {"role":"tool","tool_call_id":"x","content":"2"}]}
                                """)
                        .messages();

        assertThat(messages.getFirst().toolCalls())
                .containsExactly(
                        new ToolCall("", "f", "{\"b\":1,\"a\":2}"), new ToolCall("x", "g", "{}"));
        assertThat(messages.getFirst().reasoning()).hasValue("Hm");
        assertThat(messages.getFirst().content()).isEmpty();
        assertThat(messages.get(1).name()).hasValue("f");
        assertThat(messages.get(1).toolCallId()).isEmpty();
        assertThat(messages.get(2).toolCallId()).hasValue("x");
    }

    @Test
    void aPromptIsWhatTheUserSays() {
        ChatRequest request =
                generate(
                        """
                        {"model":"m","prompt":"Hi","system":"Be brief.","images":["%s"],
                        "template":"x","context":[1]}
                        """
                                .formatted(PNG));

        assertThat(request.form()).isEqualTo(Form.PROMPT);
        assertThat(request.messages())
                .extracting(Message::role)
                .containsExactly(Role.SYSTEM, Role.USER);
        assertThat(request.question().map(Message::content).orElseThrow()).hasSize(2);
        assertThat(request.extras().toString()).isEqualTo("{\"template\":\"x\",\"context\":[1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"raw\":true", "\"suffix\":\"x\"", "\"raw\":true,\"suffix\":\"\""})
    void aRawPromptHasNoCommands(String member) {
        ChatRequest request = generate("{\"model\":\"m\",\"prompt\":\"/rag Hi\"," + member + "}");

        assertThat(request.form()).isEqualTo(Form.RAW);
        assertThat(request.mayHoldCommands()).isFalse();
    }

    @Test
    void commandsBeginWithASlash() {
        assertThat(generate("{\"model\":\"m\",\"prompt\":\"  /rag Hi\"}").mayHoldCommands())
                .isTrue();
        assertThat(generate("{\"model\":\"m\",\"prompt\":\"Hi\"}").mayHoldCommands()).isFalse();
        assertThat(
                        request(
                                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"/a\"}]}")
                                .mayHoldCommands())
                .isTrue();
    }

    @Test
    void agentsAreOurs() {
        Incoming.Chat incoming = chat(CHAT, "{\"model\":\"m\",\"agents\":[\"/rag\",\"/context\"]}");

        assertThat(incoming.agents()).containsExactly("/rag", "/context");
        assertThat(incoming.request().extras().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"model":""}                                        | model
                    {"model":"m","agents":"rag"}                        | agents
                    {"model":"m","agents":[1]}                          | agents[0]
                    {"model":"m","messages":["Hi"]}                     | messages[0]
                    {"model":"m","messages":[{"content":[]}]}           | messages[0].content
                    {"model":"m","messages":[{},{"images":"x"}]}        | messages[1].images
                    {"model":"m","messages":[{"images":["data:x"]}]}    | messages[0].images[0]
                    {"model":"m","messages":[{"tool_calls":[{}]}]}      | messages[0].tool_calls[0].function
                    {"model":"m","messages":[{"tool_calls":[{"function":{"arguments":"{}"}}]}]} | messages[0].tool_calls[0].function.arguments
                    {"model":"m","tools":{}}                            | tools
                    {"model":"m","tools":[1]}                           | tools[0]
                    {"model":"m","options":[]}                          | options
                    {"model":"m","options":{"seed":"x"}}                | options.seed
                    {"model":"m","options":{"stop":[1]}}                | options.stop[0]
                    {"model":"m","think":1}                             | think
                    {"model":"m","format":"yaml"}                       | format
                    """)
    void aWrongMemberIsNamed(String body, String field) {
        assertThat(Failing.failure(() -> request(body).conversation()))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo(Optional.of(field)));
    }

    private static ChatRequest generate(String body) {
        return chat(GENERATE, body).request();
    }
}
