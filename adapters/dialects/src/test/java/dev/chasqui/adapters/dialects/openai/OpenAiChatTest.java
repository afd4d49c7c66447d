package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class OpenAiChatTest {
    private static final ReplyHead HEAD = new ReplyHead("7", Instant.ofEpochSecond(42));
    private static final String WHOLE =
            "{'id':'theirs','choices':[{'index':1,'message':{'content':'other'}},{'index':0,'message':"
                + "{'role':'assistant','content':'old','reasoning':'hm','audio':1.0,'tool_calls':"
                + "[{'id':'c','type':'function','x':1,'function':{'name':'f','arguments':'{}'}}]},"
                + "'logprobs':{},'finish_reason':'stop'}],'usage':{'prompt_tokens':1,"
                + "'completion_tokens':1,'total_tokens':2,'x':0},'timings':{'prompt_ms':1.50}}";

    private final OpenAiChat codec = new OpenAiChat();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'messages':[{}]}                                | model       | model: missing (expected: the name of a model)
                    {'model':'','messages':[{}]}                     | model       | model: "" (expected: the name of a model)
                    {'model':7,'messages':[{}]}                      | model       | model: 7 (expected: a string)
                    {'model':'m'}                                    | messages    | messages: missing (expected: an array of at least one message)
                    {'model':'m','messages':[]}                      | messages    | messages: [] (expected: an array of at least one message)
                    {'model':'m','messages':'hi'}                    | messages    | messages: "hi" (expected: an array)
                    {'model':'m','messages':[{},12]}                 | messages[1] | messages[1]: 12 (expected: an object)
                    {'model':'m','messages':[{}],'stream':'true'}    | stream      | stream: "true" (expected: true or false)
                    {'model':'m','messages':[{}],'temperature':'1'}  | temperature | temperature: "1" (expected: a number)
                    {'model':'m','messages':[{}],'stop':3}           | stop        | stop: 3 (expected: a string or an array)
                    {'model':'m','messages':[{}],'tools':{}}         | tools       | tools: {} (expected: an array)
                    {'model':'m','messages':[{}],'agents':[3]}       | agents[0]   | agents[0]: 3 (expected: a command such as "rag(k=5)" or its name)
                    """)
    void aMemberThatIsWrongIsNamedAtOnce(String body, String field, String message) {
        assertThat(failure(() -> decode(body))).isEqualTo(new Failure.Invalid(field, message));
    }

    @Test
    void repeatedMembersAreRefused() {
        assertThat(failure(() -> decode("{'model':'a','messages':[{}],'model':'b'}")).message())
                .contains("given twice", "\"model\"");
    }

    @Test
    void theAgentsOfTheBodyAreTheIncomingOnes() {
        Incoming.Chat incoming =
                decode("{'agents':['rag(k=5)','x'],'model':'m','messages':[{'role':'user'}]}");
        assertThat(incoming.agents()).containsExactly("rag(k=5)", "x");
        assertThat(incoming.request().extras().isEmpty()).isTrue();
        byte[] sent = new OpenAiBackendCodec().encode(incoming.request()).body();
        assertThat(text(sent)).isEqualTo(quoted("{'model':'m','messages':[{'role':'user'}]}"));
    }

    @Test
    void nullsAreAsGoodAsMissing() {
        ChatRequest request =
                decode(
                                "{'model':'m','messages':[{'role':'user','content':null}],'stream':null,"
                                    + "'tools':null,'stop':null,'temperature':null,'metadata':null}")
                        .request();
        assertThat(request.stream()).isFalse();
        assertThat(request.messages().getFirst().content()).isEmpty();
        assertThat(request.settings().sampling().isEmpty()).isTrue();
    }

    @Test
    void usageGoesOnlyToAStreamThatAskedForIt() {
        String asked =
                "{'model':'m','messages':[{'role':'user'}],'stream':true,"
                        + "'stream_options':{'include_usage':true}}";
        ReplyEvent usage = new ReplyEvent.UsageReport(Usage.of(1, 2));
        assertThat(encoder(asked).encode(usage)).isNotEmpty();
        assertThat(
                        encoder("{'model':'m','messages':[{'role':'user'}],'stream':true}")
                                .encode(usage))
                .isEmpty();
    }

    @Test
    void aReplyFromElsewhereHasAllThatStrictClientsAskFor() {
        byte[] body =
                codec.whole(
                        incoming(),
                        HEAD,
                        List.of(
                                new ReplyEvent.Progress("loading"),
                                new ReplyEvent.Reasoning("hm"),
                                new ReplyEvent.ToolCallDelta(0, "c", "f", "{\"a\""),
                                new ReplyEvent.ToolCallDelta(0, "", "", ":1}"),
                                new ReplyEvent.Finish(FinishReason.STOP),
                                new ReplyEvent.UsageReport(Usage.of(1, 2))));
        assertThat(text(body))
                .isEqualTo(
                        quoted(
                                "{'id':'chatcmpl-7','object':'chat.completion','created':42,'model':'m',"
                                    + "'choices':[{'index':0,'message':{'role':'assistant','content':null,"
                                    + "'refusal':null,'reasoning_content':'hm','tool_calls':[{'id':'c',"
                                    + "'type':'function','function':{'name':'f','arguments':'{\\\"a\\\":1}'}}]},"
                                    + "'logprobs':null,'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':1,"
                                    + "'completion_tokens':2,'total_tokens':3}}"));
    }

    @Test
    void anEditedReplyKeepsEverythingElseOfItsBackend() {
        List<ReplyEvent> events = new ArrayList<>(events(WHOLE));
        events.replaceAll(
                event ->
                        event instanceof ReplyEvent.Text
                                ? new ReplyEvent.Text("new")
                                : event instanceof ReplyEvent.Reasoning
                                        ? new ReplyEvent.Reasoning("aha")
                                        : event);
        assertThat(text(codec.whole(incoming(), HEAD, events)))
                .isEqualTo(quoted(WHOLE.replace("'old'", "'new'").replace("'hm'", "'aha'")));
    }

    @Test
    void editedUsageAndToolCallsReplaceThoseOfTheBackend() {
        List<ReplyEvent> events =
                new ArrayList<>(
                        events(WHOLE).stream()
                                .filter(event -> !(event instanceof ReplyEvent.ToolCallDelta))
                                .filter(event -> !(event instanceof ReplyEvent.UsageReport))
                                .toList());
        events.add(new ReplyEvent.UsageReport(Usage.of(5, 6)));
        Json.Obj body = obj(text(codec.whole(incoming(), HEAD, events)));
        assertThat(body.get("usage"))
                .contains(obj("{'prompt_tokens':5,'completion_tokens':6,'total_tokens':11,'x':0}"));
        Json.Obj choice = OpenAiReplyReader.choice(body).orElseThrow();
        assertThat(choice.object("message").get("tool_calls")).isEmpty();
        assertThat(body.get("timings")).contains(obj("{'prompt_ms':1.50}"));
    }

    @Test
    void aReplyInPiecesIsPutTogetherForAClientThatDoesNotStream() {
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, utf8("data: {}\n\n"), 1);
        byte[] body =
                codec.whole(
                        incoming(),
                        HEAD,
                        List.of(
                                new ReplyEvent.Text("a", frame),
                                new ReplyEvent.Raw(frame),
                                new ReplyEvent.Text("b", frame)));
        assertThat(text(body)).contains(quoted("'content':'ab'"));
    }

    private StreamEncoder encoder(String body) {
        return codec.streamEncoder(decode(body), HEAD);
    }

    private static List<ReplyEvent> events(String whole) {
        List<ReplyEvent> events = OpenAiReplyReader.whole("b", utf8(quoted(whole)));
        assertThat(events).allSatisfy(event -> assertThat(Objects.nonNull(event.frame())).isTrue());
        return events;
    }

    private Incoming.Chat incoming() {
        return decode("{'model':'m','messages':[{'role':'user','content':'hi'}]}");
    }

    private Incoming.Chat decode(String body) {
        return codec.decode(utf8(quoted(body)));
    }
}
