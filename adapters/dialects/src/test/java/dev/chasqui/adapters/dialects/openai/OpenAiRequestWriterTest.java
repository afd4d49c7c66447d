package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaFixture;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.BodySource;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request in Ollama's dialect or from an agent, written for an OpenAI backend. */
class OpenAiRequestWriterTest {
    private final OpenAiBackendCodec backend = new OpenAiBackendCodec();

    @Test
    void settingsBecomeOpenAis() {
        Settings settings =
                new Settings(
                        obj("{'temperature':0.10,'max_tokens':-1,'top_k':3}"),
                        new ToolChoice.Auto(),
                        new ReplyFormat.JsonSchema("", obj("{'type':'object'}"), Json.Obj.EMPTY),
                        new Thinking.Off(),
                        false);
        assertThat(sent(ollama(true, settings, Message.of(Role.USER, "hi"))))
                .isEqualTo(
                        obj(
                                "{'model':'m','messages':[{'role':'user','content':'hi'}],'stream':true,"
                                    + "'stream_options':{'include_usage':true},'temperature':0.10,'top_k':3,"
                                    + "'response_format':{'type':'json_schema','json_schema':{'name':'reply',"
                                    + "'schema':{'type':'object'}}},'reasoning_effort':'none'}"));
    }

    @Test
    void aPlainYesToThinkingIsTheBackendsDefault() {
        for (Thinking thinking : List.of(new Thinking.On(), new Thinking.Unset())) {
            Settings settings = Settings.DEFAULT.withThinking(thinking);
            assertThat(sent(ollama(false, settings, Message.of(Role.USER, "hi"))).members())
                    .containsOnlyKeys("model", "messages");
        }
        Settings most = Settings.DEFAULT.withThinking(new Thinking.Effort("max"));
        assertThat(sent(ollama(false, most, Message.of(Role.USER, "hi"))).text("reasoning_effort"))
                .contains("high");
    }

    @Test
    void imagesAndReasoningFindTheirPlaces() {
        Message user =
                Message.of(Role.USER, "what?")
                        .withContent(
                                List.of(
                                        new Part.Text("what?"),
                                        new Part.Image(new Part.Data.Inline("image/png", "QQ==")),
                                        new Part.Image(new Part.Data.Address("http://x"))));
        Message assistant = message(Role.ASSISTANT, "", Optional.of("hm"), List.of());
        assertThat(sent(ollama(false, Settings.DEFAULT, user, assistant)).get("messages"))
                .contains(
                        obj("{'a':[{'role':'user','content':[{'type':'text','text':'what?'},"
                                        + "{'type':'image_url','image_url':{'url':"
                                        + "'data:image/png;base64,QQ=='}},{'type':'image_url',"
                                        + "'image_url':{'url':'http://x'}}]},{'role':'assistant',"
                                        + "'content':null,'reasoning_content':'hm'}]}")
                                .get("a")
                                .orElseThrow());
    }

    @Test
    void toolCallsAndAnswersFindEachOther() {
        Message asks =
                message(
                        Role.ASSISTANT,
                        "",
                        Optional.empty(),
                        List.of(
                                new ToolCall("", "f", "{}"),
                                new ToolCall("mine", "g", ""),
                                new ToolCall("", "f", "{}")));
        List<Message> messages =
                ToolCallIds.complete(
                        List.of(
                                asks,
                                answer("f"),
                                answer("g"),
                                answer("f"),
                                answer("f"),
                                answer("")));
        assertThat(messages.getFirst().toolCalls())
                .extracting(ToolCall::id)
                .containsExactly("call_0", "mine", "call_2");
        assertThat(messages.subList(1, 6))
                .extracting(message -> message.toolCallId().orElse("none"))
                .containsExactly("call_0", "mine", "call_2", "call_2", "call_2");
        assertThat(ToolCallIds.complete(List.of(answer("f"))))
                .extracting(Message::toolCallId)
                .containsExactly(Optional.empty());
    }

    @Test
    void emptyArgumentsBecomeAnEmptyObject() {
        Message asks =
                message(Role.ASSISTANT, "", Optional.empty(), List.of(new ToolCall("a", "f", "")));
        assertThat(sent(ollama(false, Settings.DEFAULT, asks)).toString())
                .contains("\"arguments\":\"{}\"");
    }

    @Test
    void whatHasNoMeaningIsNamed() {
        Message odd =
                new Message(
                        Role.USER,
                        List.of(new Part.Text("a")),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        obj("{'odd':1}"),
                        Optional.empty());
        BackendCodec.Outgoing outgoing =
                backend.encode(
                        request(
                                ChatRequest.Form.CHAT,
                                new Conversation(
                                        List.of(odd),
                                        List.of(),
                                        Settings.DEFAULT,
                                        Map.of(),
                                        obj("{'keep_alive':'5m'}"))));
        assertThat(outgoing.dropped()).containsExactly("messages.odd", "keep_alive");
        assertThat(text(outgoing.body())).doesNotContain("odd", "keep_alive");
    }

    @Test
    void whatAnOllamasClientSaidInVainIsNamedAtEveryLevel() {
        BackendCodec.Outgoing outgoing =
                backend.encode(
                        OllamaFixture.chat(
                                        OllamaFixture.CHAT,
                                        utf8(
                                                quoted(
                                                        "{'model':'m','messages':[{'role':'user',"
                                                            + "'content':'a','odd':1}],'tools':["
                                                            + "{'type':'function','cache':1,"
                                                            + "'function':{'name':'f'}}],"
                                                            + "'options':{'num_ctx':8,'stop':[],"
                                                            + "'num_predict':-1},'template':'t'}")))
                                .request());
        assertThat(outgoing.dropped())
                .containsExactlyInAnyOrder(
                        "messages.odd", "options.num_ctx", "template", "tools.cache");
        assertThat(text(outgoing.body())).doesNotContain("stop", "max_tokens", "num_ctx");
    }

    @Test
    void aFormatThatOnlyItsDialectKnowsIsDropped() {
        Settings odd = Settings.DEFAULT.withFormat(new ReplyFormat.Other(Json.of("yaml")));
        BackendCodec.Outgoing outgoing =
                backend.encode(ollama(false, odd, Message.of(Role.USER, "a")));
        assertThat(outgoing.dropped()).containsExactly("format");
        assertThat(text(outgoing.body())).doesNotContain("yaml");
    }

    @Test
    void anAgentsOwnRequestKeepsItsExtrasAndLabels() {
        Conversation conversation =
                new Conversation(
                        List.of(Message.of(Role.USER, "a")),
                        List.of(),
                        Settings.DEFAULT,
                        Map.of("k", "v"),
                        obj("{'x':1}"));
        BackendCodec.Outgoing outgoing = backend.encode(ChatRequest.of("m", false, conversation));
        assertThat(outgoing.dropped()).isEmpty();
        assertThat(obj(text(outgoing.body())))
                .isEqualTo(
                        obj(
                                "{'model':'m','messages':[{'role':'user','content':'a'}],'x':1,"
                                        + "'metadata':{'k':'v'}}"));
    }

    @Test
    void whatIsNoChatIsRefused() {
        assertThat(
                        failure(
                                () ->
                                        backend.encode(
                                                request(
                                                        ChatRequest.Form.CHAT,
                                                        Conversation.of(List.of())))))
                .isInstanceOf(Failure.Invalid.class);
    }

    private Json.Obj sent(ChatRequest request) {
        return obj(text(backend.encode(request).body()));
    }

    private static ChatRequest ollama(boolean stream, Settings settings, Message... messages) {
        Conversation conversation =
                new Conversation(List.of(messages), List.of(), settings, Map.of(), Json.Obj.EMPTY);
        return request(ChatRequest.Form.CHAT, conversation).withStream(stream);
    }

    private static ChatRequest request(ChatRequest.Form form, Conversation conversation) {
        BodySource source = new BodySource(BodyScan.of(utf8("{}")), Dialect.OLLAMA);
        return ChatRequest.decoded("m", form, false, false, () -> conversation, source);
    }

    private static Message answer(String tool) {
        return new Message(
                Role.TOOL,
                List.of(new Part.Text("result")),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                tool.isEmpty() ? Optional.empty() : Optional.of(tool),
                Json.Obj.EMPTY,
                Optional.empty());
    }

    private static Message message(
            Role role, String text, Optional<String> reasoning, List<ToolCall> calls) {
        return new Message(
                role,
                text.isEmpty() ? List.of() : List.of(new Part.Text(text)),
                reasoning,
                calls,
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY,
                Optional.empty());
    }
}
