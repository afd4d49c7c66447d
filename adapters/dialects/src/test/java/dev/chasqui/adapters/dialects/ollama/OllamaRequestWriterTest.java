package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.openai.OpenAiChat;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests to an Ollama that came from no Ollama's client. */
class OllamaRequestWriterTest {

    @Test
    void partsBecomeTextAndImages() {
        Message message =
                Message.of(Role.DEVELOPER, "")
                        .withContent(
                                List.of(
                                        new Part.Text("one"),
                                        new Part.Image(new Part.Data.Inline("image/png", "AAAA")),
                                        new Part.Image(new Part.Data.Inline("image/png", "BBBB")),
                                        new Part.Text("two")));

        assertThat(written(message))
                .isEqualTo(
                        "{\"role\":\"system\",\"content\":\"one\\n"
                                + "two\",\"images\":[\"AAAA\",\"BBBB\"]}");
    }

    @Test
    void anImagesAddressIsRefused() {
        Message message =
                Message.of(Role.USER, "")
                        .withContent(
                                List.of(
                                        new Part.Image(
                                                new Part.Data.Address("https://example.org/a"))));

        assertThat(Failing.failure(() -> written(message)))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> {
                            assertThat(invalid.field())
                                    .hasValue("messages[0].content[0].image_url.url");
                            assertThat(invalid.message()).contains("only as data");
                        });
    }

    @Test
    void soundGoesWhereImagesGoAndOtherPartsNowhere() {
        Json.Obj audio =
                json(
                        OllamaFixture.utf8(
                                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\"}}"));
        Json.Obj file = Json.Obj.EMPTY.with("type", Json.of("file"));

        assertThat(written(part(new Part.Other(audio)))).contains("\"images\":[\"AAAA\"]");
        assertThat(Failing.failure(() -> written(part(new Part.Other(file)))).message())
                .contains("messages[0].content[0]")
                .contains("'file'");
    }

    @Test
    void aToolsAnswerSaysWhichToolItIs() {
        Message call = calling(new ToolCall("1", "f", "{\"b\": 1.0}"));
        Message answer = answering("1");
        List<Json> messages = messages(List.of(call, answer));

        assertThat(messages.get(0))
                .hasToString(
                        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"1\","
                            + "\"function\":{\"index\":0,\"name\":\"f\",\"arguments\":{\"b\":1.0}}}]}");
        assertThat(messages.get(1))
                .hasToString(
                        "{\"role\":\"tool\",\"content\":\"18\",\"tool_name\":\"f\","
                                + "\"tool_call_id\":\"1\"}");
    }

    @Test
    void emptyArgumentsAreAnEmptyObject() {
        assertThat(written(calling(new ToolCall("1", "f", "")))).contains("\"arguments\":{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{} x"})
    void argumentsThatAreNoObjectAreRefused(String arguments) {
        assertThat(Failing.failure(() -> written(calling(new ToolCall("1", "f", arguments)))))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid ->
                                assertThat(invalid.field())
                                        .hasValue("messages[0].tool_calls[0].function.arguments"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"type\":\"object\"}"})
    void aToolWithoutPropertiesGetsThem(String parameters) {
        Tool tool =
                new Tool.Function(
                        "f",
                        Optional.empty(),
                        parameters.isEmpty()
                                ? Optional.empty()
                                : Optional.of(json(OllamaFixture.utf8(parameters))),
                        Json.Obj.EMPTY.with("strict", Json.of(true)));
        Outgoing outgoing = send(List.of(), List.of(tool), Settings.DEFAULT, Json.Obj.EMPTY);

        assertThat(OllamaFixture.text(outgoing.body()))
                .contains("\"parameters\":{\"type\":\"object\",\"properties\":{}}");
        assertThat(outgoing.dropped()).containsExactly("tools.function.strict");
    }

    @Test
    void aChoiceOfToolsIsDroppedUnlessItIsNone() {
        Tool tool = new Tool.Function("f", Optional.empty(), Optional.empty(), Json.Obj.EMPTY);
        Outgoing none =
                send(
                        List.of(),
                        List.of(tool),
                        Settings.DEFAULT.withToolChoice(new ToolChoice.None()),
                        Json.Obj.EMPTY);
        Outgoing required =
                send(
                        List.of(),
                        List.of(tool),
                        Settings.DEFAULT.withToolChoice(new ToolChoice.Required()),
                        Json.Obj.EMPTY);

        assertThat(json(none.body()).get("tools")).isEmpty();
        assertThat(none.dropped()).isEmpty();
        assertThat(json(required.body()).get("tools")).isPresent();
        assertThat(required.dropped()).containsExactly("tool_choice");
    }

    @Test
    void whatAnOpenAisClientSaidInVainIsNamedAtEveryLevel() {
        String body =
                """
                {"model":"m","stop":[],"n":2,"stream_options":{"include_usage":true,"odd":1},
                "response_format":{"type":"json_schema","odd":1,
                "json_schema":{"name":"s","strict":true,"schema":{}}},
                "tools":[{"type":"function","cache":1,"function":{"name":"f"}}],
                "messages":[{"role":"user","content":[
                {"type":"text","text":"a","cache_control":{}},
                {"type":"image_url","odd":1,"image_url":{"url":"data:image/png;base64,AAAA","x":1}},
                {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]},
                {"role":"assistant","tool_calls":[
                {"id":"1","type":"function","index":0,"function":{"name":"f","x":1}},
                {"id":"2","type":"custom","custom":{"name":"g","input":""}}]}]}
                """;
        Outgoing outgoing =
                BACKEND.encode(new OpenAiChat().decode(OllamaFixture.utf8(body)).request());

        assertThat(outgoing.dropped())
                .containsExactlyInAnyOrder(
                        "n",
                        "stream_options.odd",
                        "response_format.odd",
                        "response_format.json_schema.name",
                        "response_format.json_schema.strict",
                        "tools.cache",
                        "messages.content.cache_control",
                        "messages.content.odd",
                        "image_url.x",
                        "input_audio.format",
                        "messages.tool_calls.index",
                        "messages.tool_calls.function",
                        "messages.tool_calls.custom");
        assertThat(OllamaFixture.text(outgoing.body())).doesNotContain("stop", "\"name\":\"\"");
    }

    @Test
    void samplingBecomesOptionsAndTheRestIsDropped() {
        Json.Obj sampling =
                json(
                        OllamaFixture.utf8(
                                """
                                {"max_tokens":1,"max_completion_tokens":2,"stop":"x",
                                "temperature":0.70,"logit_bias":{},"top_p":null}
                                """));
        Json.Obj extras = json(OllamaFixture.utf8("{\"n\":2,\"user\":\"u\",\"keep_alive\":0}"));
        Outgoing outgoing =
                send(List.of(), List.of(), Settings.DEFAULT.withSampling(sampling), extras);

        assertThat(OllamaFixture.text(outgoing.body()))
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"options\":"
                                + "{\"num_predict\":2,\"stop\":[\"x\"],\"temperature\":0.70},"
                                + "\"keep_alive\":0}");
        assertThat(outgoing.dropped()).containsExactly("logit_bias", "n", "user");
    }

    @ParameterizedTest
    @CsvSource({
        "none,false",
        "minimal,'\"low\"'",
        "low,'\"low\"'",
        "high,'\"high\"'",
        "xhigh,'\"max\"'",
        "ultra,'\"max\"'"
    })
    void effortIsClampedToWhatAnOllamaKnows(String effort, String think) {
        Settings settings = Settings.DEFAULT.withThinking(new Thinking.Effort(effort));

        assertThat(json(send(List.of(), List.of(), settings, Json.Obj.EMPTY).body()).get("think"))
                .map(Json::toString)
                .hasValue(think);
    }

    @Test
    void anUnknownEffortIsRefused() {
        Settings settings = Settings.DEFAULT.withThinking(new Thinking.Effort("enormous"));

        assertThat(Failing.failure(() -> send(List.of(), List.of(), settings, Json.Obj.EMPTY)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aSchemaIsTheFormatItself() {
        Json.Obj schema = Json.Obj.EMPTY.with("type", Json.of("object"));
        Settings settings =
                Settings.DEFAULT.withFormat(
                        new ReplyFormat.JsonSchema("x", schema, Json.Obj.EMPTY));

        assertThat(json(send(List.of(), List.of(), settings, Json.Obj.EMPTY).body()).get("format"))
                .hasValue(schema);
    }

    private static Message part(Part part) {
        return Message.of(Role.USER, "").withContent(List.of(part));
    }

    private static Message calling(ToolCall call) {
        return new Message(
                Role.ASSISTANT,
                List.of(),
                Optional.empty(),
                List.of(call),
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY,
                Optional.empty());
    }

    private static Message answering(String id) {
        return new Message(
                Role.TOOL,
                List.of(new Part.Text("18")),
                Optional.empty(),
                List.of(),
                Optional.of(id),
                Optional.empty(),
                Json.Obj.EMPTY,
                Optional.empty());
    }

    private static String written(Message message) {
        return messages(List.of(message)).getFirst().toString();
    }

    private static List<Json> messages(List<Message> messages) {
        Outgoing outgoing = send(messages, List.of(), Settings.DEFAULT, Json.Obj.EMPTY);
        return new Members("", json(outgoing.body())).items("messages");
    }

    private static Outgoing send(
            List<Message> messages, List<Tool> tools, Settings settings, Json.Obj extras) {
        return BACKEND.encode(
                ChatRequest.of(
                        "m", true, new Conversation(messages, tools, settings, Map.of(), extras)));
    }
}
