package dev.chasqui.adapters.dialects.anthropic;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AnthropicRequestTest {
    private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";

    private final AnthropicBackendCodec backend = new AnthropicBackendCodec();

    private static ChatRequest decoded(String body) {
        return new AnthropicMessages()
                .decode(
                        body.getBytes(StandardCharsets.UTF_8),
                        name -> Optional.of(name.equals("anthropic-version") ? "v" : "b"))
                .request();
    }

    private static ChatRequest of(String messages, String... members) {
        String more = members.length == 0 ? "" : "," + String.join(",", members);
        return decoded(
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[%s]%s}".formatted(messages, more));
    }

    private String sent(ChatRequest request) {
        return text(backend.encode(request).body());
    }

    @Test
    void headersAndAWishForAdaptiveReasoningAreHiddenPartsOfARequest() {
        String plain = hidden(of(HI));

        assertThat(plain).isEqualTo(hidden(of(HI))).contains("anthropic-version=v");
        assertThat(hidden(of(HI, "\"thinking\":{\"type\":\"adaptive\"}"))).isNotEqualTo(plain);
    }

    private static String hidden(ChatRequest request) {
        return request.source().orElseThrow().hidden();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[{}]}|model: missing (expected: the name of a model)",
                "{\"model\":\"m\"}|messages: missing (expected: an array of at least one message)",
                "{\"model\":\"m\",\"messages\":[{}]}|messages[0].role: missing (expected: a"
                        + " string)",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}|messages[0].role:"
                    + " \"tool\" (expected: \"user\", \"assistant\" or \"system\")",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}|messages[0].content: missing"
                        + " (expected: a string or an array of content blocks)",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}|messages[0].content[0].text:"
                    + " missing (expected: a string)",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]}|messages[0].content[0].tool_use_id:"
                    + " missing (expected: a string)",
                "{\"model\":\"m\",\"max_tokens\":\"9\",\"messages\":[{}]}"
                        + "|max_tokens: \"9\" (expected: a number)",
                "{\"model\":\"m\",\"system\":1,\"messages\":[{}]}"
                        + "|system: 1 (expected: a string or an array)",
            })
    void whatIsWrongIsNamed(String body, String message) {
        assertThat(failure(() -> decoded(body).conversation()))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> assertThat(invalid.message()).isEqualTo(message));
    }

    @Test
    void anEntryWithToolResultsIsSeveralMessages() {
        ChatRequest request =
                of(
                        """
                        {"role":"user","content":[\
                        {"type":"tool_result","tool_use_id":"a","content":"1","cache_control":{"type":"ephemeral"}},\
                        {"type":"text","text":"Go"},\
                        {"type":"tool_result","tool_use_id":"b","is_error":true}]}\
                        """);

        assertThat(request.messages())
                .extracting(Message::role)
                .containsExactly(Role.TOOL, Role.TOOL, Role.USER);
        assertThat(request.messages().get(0).extras().get("cache_control")).isPresent();
        assertThat(request.messages().get(1).extras()).hasToString("{\"is_error\":true}");
        assertThat(request.question().orElseThrow().text()).isEqualTo("Go");
    }

    @Test
    void whatIsKnownOfTheSettingsIsRead() {
        ChatRequest request =
                of(
                        HI,
                        "\"top_k\":5",
                        "\"stop_sequences\":[\"a\"]",
                        "\"tool_choice\":{\"type\":\"tool\",\"name\":\"n\",\"disable_parallel_tool_use\":true}",
                        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}",
                        "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}},\"x\":1}",
                        "\"metadata\":{\"user_id\":\"u\"}",
                        "\"context_management\":{\"edits\":[]}");

        assertThat(request.settings().sampling())
                .hasToString("{\"max_tokens\":9,\"top_k\":5,\"stop\":[\"a\"]}");
        assertThat(request.settings().toolChoice()).isEqualTo(new ToolChoice.Function("n"));
        assertThat(request.settings().thinking()).isEqualTo(new Thinking.On());
        assertThat(request.settings().format()).isInstanceOf(ReplyFormat.JsonSchema.class);
        assertThat(request.metadata()).containsEntry("user_id", "u");
        assertThat(request.extras())
                .hasToString(
                        "{\"context_management\":{\"edits\":[]},\"output_config\":{\"x\":1},"
                                + "\"thinking\":{\"budget_tokens\":2000},"
                                + "\"parallel_tool_calls\":false}");
    }

    @ParameterizedTest
    @CsvSource({"adaptive,Unset", "disabled,Off", "enabled,On", "between_tools,Unset"})
    void thinkingIsAskedForOnlyWhereTheClientInsists(String type, String expected) {
        assertThat(of(HI, "\"thinking\":{\"type\":\"" + type + "\"}").settings().thinking())
                .extracting(thinking -> thinking.getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void theHeadersThatBelongToTheRequestGoAlong() {
        Outgoing sent = backend.encode(of(HI).withModel("other"));

        assertThat(sent.headers())
                .containsEntry("anthropic-version", "v")
                .containsEntry("anthropic-beta", "b");
        assertThat(text(sent.body()))
                .isEqualTo("{\"model\":\"other\",\"max_tokens\":9,\"messages\":[" + HI + "]}");
    }

    @Test
    void anInstructionJoinsTheSystemAndAllElseIsAsItCame() {
        ChatRequest request =
                of(
                        "{ \"role\":\"user\",\"content\":\"Hi\"}",
                        "\"system\":[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header:"
                                + " a\"},{\"type\":\"text\",\"text\":\"Be"
                                + " kind.\",\"cache_control\":{}}]");

        assertThat(sent(request.withInstruction("Be brief.")))
                .isEqualTo(
                        """
                        {"model":"m","max_tokens":9,"messages":[{ "role":"user","content":"Hi"}],\
                        "system":[{"type":"text","text":"x-anthropic-billing-header: a"},\
                        {"type":"text","text":"Be kind.\\n\\nBe brief.","cache_control":{}}]}\
                        """);
        assertThat(sent(of(HI).withInstruction("Be brief.")))
                .endsWith("\"messages\":[" + HI + "],\"system\":\"Be brief.\"}");
    }

    @Test
    void onlyTheEntryThatWasEditedIsWrittenAnew() {
        ChatRequest request =
                of(
                        """
                        { "role":"user","content":"A"},\
                        {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},\
                        {"type":"tool_use","id":"a","name":"n","input":{"x":1.0},"cache_control":{}}]},\
                        {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"1"}]},\
                        {"type":"text","text":"B"}]},\
                        {"role":"system","content":"late"}\
                        """);
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(1, messages.get(1).withContent(List.of(new Part.Text("said"))));
        messages.set(3, messages.get(3).withFirstText("C"));

        assertThat(sent(request.withMessages(messages)))
                .isEqualTo(
                        """
                        {"model":"m","max_tokens":9,"messages":[{ "role":"user","content":"A"},\
                        {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},\
                        {"type":"text","text":"said"},\
                        {"type":"tool_use","id":"a","name":"n","input":{"x":1.0},"cache_control":{}}]},\
                        {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},\
                        {"type":"text","text":"C"}]},\
                        {"role":"system","content":"late"}]}\
                        """);
    }

    @Test
    void editsOfToolsAndSettingsTouchTheirMembersAlone() {
        ChatRequest request =
                of(
                        HI,
                        "\"temperature\":0.50",
                        "\"tools\":[{\"name\":\"a\",\"input_schema\":{\"type\":\"object\"},\"x\":1},"
                            + "{\"type\":\"bash_20250124\",\"name\":\"bash\"}]",
                        "\"thinking\":{\"type\":\"adaptive\"}");
        ChatRequest edited =
                request.withTools(
                                List.of(
                                        request.tools().getLast(),
                                        new Tool.Function(
                                                "b",
                                                Optional.empty(),
                                                Optional.empty(),
                                                Json.Obj.EMPTY)))
                        .withSettings(
                                request.settings()
                                        .withSampling(
                                                request.settings()
                                                        .sampling()
                                                        .with("top_p", Json.of(1))));

        assertThat(sent(edited))
                .isEqualTo(
                        """
                        {"model":"m","max_tokens":9,"messages":[%s],"temperature":0.50,\
                        "tools":[{"type":"bash_20250124","name":"bash"},\
                        {"name":"b","input_schema":{"type":"object"}}],\
                        "thinking":{"type":"adaptive"},"top_p":1}\
                        """
                                .formatted(HI));
    }

    @Test
    void extrasOfOpenAisDialectDoNotGoOutInRequestsOfAgents() {
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        false,
                        new Conversation(
                                List.of(Message.of(Role.USER, "Hi")),
                                List.of(),
                                Settings.DEFAULT,
                                Map.of(),
                                Json.Obj.EMPTY
                                        .with("logprobs", Json.of(true))
                                        .with("chat_template_kwargs", Json.Obj.EMPTY)
                                        .with("service_tier", Json.of("auto"))));

        Outgoing outgoing = backend.encode(request);

        assertThat(text(outgoing.body()))
                .contains("\"service_tier\":\"auto\"")
                .doesNotContain("logprobs", "chat_template_kwargs");
        assertThat(outgoing.dropped()).containsExactly("chat_template_kwargs", "logprobs");
    }
}
