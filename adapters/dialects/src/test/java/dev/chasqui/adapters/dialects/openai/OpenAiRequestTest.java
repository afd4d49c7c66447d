package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.request.BodySource;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request from a client of OpenAI's dialect to a backend of the same dialect. */
class OpenAiRequestTest {
    private static final String TOOL =
            "{'type':'function','cache':1,'function':{'name':'f','strict':true}}";
    private static final String BODY =
            "{ 'model' : 'm','seed': 12345678901234567890, 'max_completion_tokens':10, 'x':[1.0],\n"
                    + "'tools':["
                    + TOOL
                    + "],'tool_choice':'auto','parallel_tool_calls':false,'messages':"
                    + " [{'role':'system','content':'s'} , {'n':1e2,"
                    + " 'role':'user','content':[{'type':'text','text':'/rag a',"
                    + "'cache_control':{}},{'type':'image_url','image_url':{'url':'data:image/png;base64,QQ==','detail':'low','z':1}},{'type':'input_audio','input_audio':{}}]}"
                    + " ], 'metadata':{'k':'v'}}";

    private final OpenAiBackendCodec backend = new OpenAiBackendCodec();

    @Test
    void everythingIsRead() {
        ChatRequest request = decode(BODY);
        assertThat(request.mayHoldCommands()).isTrue();
        assertThat(request.metadata()).containsEntry("k", "v");
        assertThat(request.extras()).isEqualTo(obj("{'x':[1.0],'parallel_tool_calls':false}"));
        assertThat(request.settings().sampling())
                .isEqualTo(
                        obj("{'max_tokens':10,'seed':12345678901234567890}")
                                .without("max_tokens")
                                .with("max_tokens", Json.of(10)));
        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function(
                                "f", Optional.empty(), Optional.empty(), obj("{'strict':true}")));
        Message question = request.question().orElseThrow();
        assertThat(question.extras()).isEqualTo(obj("{'n':1e2}"));
        assertThat(question.content())
                .containsExactly(
                        new Part.Text("/rag a", obj("{'cache_control':{}}")),
                        new Part.Image(
                                new Part.Data.Inline("image/png", "QQ=="),
                                Optional.of("low"),
                                obj("{'image_url':{'z':1}}")),
                        new Part.Other(obj("{'type':'input_audio','input_audio':{}}")));
    }

    @Test
    void withoutEditsItIsTheVeryBytes() {
        byte[] body = utf8(quoted(BODY));
        ChatRequest request = new OpenAiChat().decode(body).request();
        assertThat(backend.encode(request).body()).isSameAs(body);
        assertThat(backend.encode(request).path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void anotherModelIsSpliced() {
        assertThat(sent(decode(BODY).withModel("other")))
                .isEqualTo(quoted(BODY).replace("\"m\"", "\"other\""));
    }

    @Test
    void anEditedMessageLeavesItsNeighboursAsTheyWere() {
        ChatRequest request = decode(BODY);
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(1, messages.get(1).withFirstText("a"));
        assertThat(sent(request.withMessages(messages)))
                .isEqualTo(
                        quoted(
                                BODY.replace(" , {'n':1e2, 'role'", ",{'role'")
                                        .replace("/rag a", "a")
                                        .replace(
                                                "'url':'data:image/png;base64,QQ==','detail':'low','z':1",
                                                "'z':1,'url':'data:image/png;base64,QQ==','detail':'low'")
                                        .replace(
                                                "'input_audio':{}}]} ]",
                                                "'input_audio':{}}],'n':1e2}]")));
    }

    @Test
    void anEditedSettingTouchesNothingElse() {
        ChatRequest request = decode(BODY);
        Json.Obj sampling = request.settings().sampling();
        assertThat(
                        sent(
                                request.withSettings(
                                        request.settings()
                                                .withSampling(
                                                        sampling.with("max_tokens", Json.of(5))))))
                .isEqualTo(
                        quoted(BODY)
                                .replace(
                                        quoted("'max_completion_tokens':10"),
                                        quoted("'max_completion_tokens':5")));
        assertThat(
                        sent(
                                request.withSettings(
                                        request.settings()
                                                .withToolChoice(new ToolChoice.None())
                                                .withThinking(new Thinking.Off()))))
                .isEqualTo(
                        quoted(BODY)
                                .replace(quoted("'auto'"), quoted("'none'"))
                                .replaceFirst("}$", quoted(",'reasoning_effort':'none'}")));
    }

    @Test
    void anEditedLimitHoldsAlsoWhereItIsGivenTwice() {
        ChatRequest request =
                decode(
                        "{'model':'m','messages':[{'role':'user'}],'max_tokens':9,"
                                + "'max_completion_tokens':8}");
        assertThat(request.settings().sampling()).isEqualTo(obj("{'max_tokens':8}"));
        assertThat(
                        sent(
                                request.withSettings(
                                        request.settings().withSampling(obj("{'max_tokens':7}")))))
                .isEqualTo(
                        quoted(
                                "{'model':'m','messages':[{'role':'user'}],'max_completion_tokens':7}"));
    }

    @Test
    void anEditedToolLeavesTheOthersAsTheyWere() {
        ChatRequest request = decode(BODY);
        List<Tool> tools = new ArrayList<>(request.tools());
        tools.add(
                new Tool.Function(
                        "g", Optional.of("d"), Optional.of(Json.Obj.EMPTY), Json.Obj.EMPTY));
        assertThat(sent(request.withTools(tools)))
                .isEqualTo(
                        quoted(
                                BODY.replace(
                                        TOOL,
                                        TOOL
                                                + ",{'type':'function','function':{'name':'g','description':'d',"
                                                + "'parameters':{}}}")));
        assertThat(sent(request.withTools(List.of())))
                .doesNotContain("tools", "tool_choice", "parallel_tool_calls");
    }

    @Test
    void editedExtrasAreSpliced() {
        ChatRequest request = decode(BODY);
        assertThat(sent(request.withExtras(request.extras().without("x").with("y", Json.of(1)))))
                .isEqualTo(
                        quoted(BODY.replace(" 'x':[1.0],", ""))
                                .replaceFirst("}$", quoted(",'y':1}")));
    }

    @Test
    void everyStreamTellsItsUsage() {
        String body = "{'model':'m','messages':[{'role':'user'}],'stream':true%s}";
        String usage = ",'stream_options':{%s'include_usage':true}";
        assertThat(sent(decode(body.formatted(""))))
                .isEqualTo(quoted(body.formatted(usage.formatted(""))));
        assertThat(sent(decode(body.formatted(",'stream_options':{'a':1,'include_usage':false}"))))
                .isEqualTo(quoted(body.formatted(usage.formatted("'a':1,"))));
        ChatRequest asked = decode(body.formatted(usage.formatted(" ")));
        assertThat(sent(asked)).isEqualTo(quoted(body.formatted(usage.formatted(" "))));
        assertThat(sent(asked.withStream(false)))
                .isEqualTo(quoted("{'model':'m','messages':[{'role':'user'}],'stream':false}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'messages':[{'content':'a'}]                                          | messages[0].role: missing (expected: a string)
                    'messages':[{'role':'user','content':['a']}]                          | messages[0].content[0]: "a" (expected: an object)
                    'messages':[{'role':'user','content':[{'type':'text'}]}]              | messages[0].content[0].text: missing (expected: a string)
                    'messages':[{'role':'user','content':[{'type':'image_url'}]}]         | messages[0].content[0].image_url: missing (expected: an object)
                    'messages':[{'role':'assistant','tool_calls':[{'id':1}]}]             | messages[0].tool_calls[0].id: 1 (expected: a string)
                    'messages':[{'role':'assistant','tool_calls':[{'function':{}}]}]      | messages[0].tool_calls[0].function.name: missing (expected: a string)
                    'messages':[{'role':'user'}],'tools':[1]                              | tools[0]: 1 (expected: an object)
                    'messages':[{'role':'user'}],'tools':[{'function':{'name':2}}]        | tools[0].function.name: 2 (expected: a string)
                    """)
    void whatIsWrongDeepInsideIsNamedByItsPath(String members, String message) {
        Failure failure = failure(() -> decode("{'model':'m'," + members + "}"));
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void whatWeDoNotKnowPassesAsItIs() {
        ChatRequest request =
                decode(
                        "{'model':'m','messages':[{'role':'critic','content':[{'type':'x','y':1}]},"
                            + "{'role':'assistant','tool_calls':[{'id':'i','type':'custom','custom':{}}]}],"
                            + "'tools':[{'type':'web'}],'tool_choice':{'type':'allowed_tools'},"
                            + "'response_format':{'type':'grammar'}}");
        String again = sent(ChatRequest.of("m", false, request.conversation()));
        assertThat(obj(again))
                .isEqualTo(obj(text(((BodySource) request.source().orElseThrow()).scan().body())));
        assertThat(request.messages().getFirst().role()).isEqualTo(new Role("critic"));
        assertThat(request.messages().getLast().toolCalls())
                .containsExactly(new ToolCall("i", "", "", obj("{'type':'custom','custom':{}}")));
    }

    @Test
    void thinkingIsReadInEverySpelling() {
        assertThat(thinking("'reasoning_effort':'none'")).isEqualTo(new Thinking.Off());
        assertThat(thinking("'reasoning_effort':'low'")).isEqualTo(new Thinking.Effort("low"));
        assertThat(thinking("'chat_template_kwargs':{'enable_thinking':false}"))
                .isEqualTo(new Thinking.Off());
        assertThat(thinking("'chat_template_kwargs':{'enable_thinking':true}"))
                .isEqualTo(new Thinking.On());
        assertThat(thinking("'x':1")).isEqualTo(new Thinking.Unset());
    }

    @Test
    void theFormOfTheReplyIsRead() {
        assertThat(format("{'type':'text'}")).isEqualTo(new ReplyFormat.Text());
        assertThat(format("{'type':'json_object'}")).isEqualTo(new ReplyFormat.JsonObject());
        assertThat(format("{'type':'json_object','schema':{'a':1}}"))
                .isEqualTo(new ReplyFormat.JsonSchema("", obj("{'a':1}"), Json.Obj.EMPTY));
        assertThat(
                        format(
                                "{'type':'json_schema','json_schema':{'name':'n','schema':{},'strict':true}}"))
                .isEqualTo(new ReplyFormat.JsonSchema("n", Json.Obj.EMPTY, obj("{'strict':true}")));
    }

    private static Thinking thinking(String member) {
        return decode("{'model':'m','messages':[{'role':'user'}]," + member + "}")
                .settings()
                .thinking();
    }

    private static ReplyFormat format(String format) {
        return decode("{'model':'m','messages':[{'role':'user'}],'response_format':" + format + "}")
                .settings()
                .format();
    }

    private String sent(ChatRequest request) {
        return text(backend.encode(request).body());
    }

    private static ChatRequest decode(String body) {
        return new OpenAiChat().decode(utf8(quoted(body))).request();
    }
}
