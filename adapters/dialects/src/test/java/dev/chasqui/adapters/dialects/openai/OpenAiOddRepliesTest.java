package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.ollama.OllamaFixture;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replies of servers that follow OpenAI's dialect loosely, and their form for clients. */
class OpenAiOddRepliesTest {
    private static final String DONE = "data: [DONE]\n\n";
    private static final String MISTRAL =
            "[{'type':'thinking','thinking':[{'type':'text','text':'Hm, '},"
                    + "{'type':'text','text':'hm.'}],'closed':true},{'type':'text','text':'Hi '},"
                    + "{'type':'reference','reference_ids':[1]},{'type':'text','text':'there'}]";

    @Test
    void whatFollowsAFinishIsPartOfTheAnswer() {
        List<ReplyEvent> events =
                events(
                        chunk("{'content':'a'}", "'stop'")
                                + chunk("{'content':'b'}", "'length'")
                                + DONE);

        WholeReply reply = WholeReply.of(events);
        assertThat(reply.text()).isEqualTo("ab");
        assertThat(reply.finish()).contains(FinishReason.LENGTH);
        assertThat(ollama(events))
                .contains("\"content\":\"a\"", "\"content\":\"b\"", "\"done_reason\":\"length\"")
                .containsOnlyOnce("\"done\":true");
    }

    @Test
    void thoughtsMarkedAsTheEndLoseNoAnswer() {
        List<ReplyEvent> events =
                events(
                        chunk("{'role':'assistant','reasoning_content':'Hm'}", "'stop'")
                                + chunk("{'content':'Hi'}", "'stop'")
                                + DONE);

        assertThat(ollama(events)).contains("\"thinking\":\"Hm\"", "\"content\":\"Hi\"");
    }

    @Test
    void callsAfterAFinishAreWrittenTogetherBeforeTheEnd() {
        List<ReplyEvent> events =
                events(
                        chunk(call(0, "'a'", "'f'", "{\\\"x\\\""), "'tool_calls'")
                                + chunk(
                                        "{'tool_calls':[{'index':0,'function':{'arguments':':1}'}}]}",
                                        "'tool_calls'")
                                + DONE);

        assertThat(ollama(events)).contains("\"arguments\":{\"x\":1}");
    }

    @Test
    void aMarkThatMoreFollowsIsNoEndOfAStreamThatBreaksOff() {
        Streams.Outcome outcome =
                play(chunk("{'content':'a'}", "'stop'") + chunk("{'content':'b'}", "null"));

        assertThat(outcome.failure()).get().isInstanceOf(Failure.BackendBroke.class);
    }

    @Test
    void usageThatCameWithAMarkTooEarlyIsReportedAgainAtTheEnd() {
        List<ReplyEvent> events =
                events(
                        "data: "
                                + quoted(
                                        "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'completion_tokens':1}}\n\n")
                                + chunk("{'content':'b'}", "'stop'")
                                + "data: "
                                + quoted(
                                        "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}\n\n")
                                + DONE);

        assertThat(WholeReply.of(events).usage().orElseThrow().completionTokens()).isEqualTo(2);
    }

    @Test
    void anOpenAiClientGetsSuchAStreamAsItCameAndAtMostAChunkLater() {
        String first = chunk("{'content':'a'}", "'stop'");
        String second = chunk("{'content':'b'}", "'stop'");
        List<ReplyEvent> events = events(first + second + DONE);
        StreamEncoder encoder = openAiEncoder();

        assertThat(text(encoder.encode(events.get(0)))).isEmpty();
        assertThat(text(encoder.encode(events.get(1)))).isEmpty();
        assertThat(text(encoder.encode(events.get(2))) + text(encoder.encode(events.get(3))))
                .isEqualTo(first);
        assertThat(text(encoder.end())).isEqualTo(second + DONE);
    }

    @Test
    void aFinishThatWeWriteStandsAtTheEndAlone() {
        StreamEncoder encoder = openAiEncoder();
        String stream =
                text(encoder.encode(new ReplyEvent.Text("a")))
                        + text(encoder.encode(new ReplyEvent.Finish(FinishReason.STOP)))
                        + text(encoder.encode(new ReplyEvent.Text("b")))
                        + text(encoder.encode(new ReplyEvent.Finish(FinishReason.LENGTH)))
                        + text(encoder.end());

        assertThat(stream)
                .containsSubsequence("\"a\"", "\"b\"", "\"length\"", "[DONE]")
                .doesNotContain("\"stop\"");
    }

    @Test
    void anAgentsTextAfterAnOllamasLastLineIsWrittenBeforeIt() {
        List<ReplyEvent> events =
                new ArrayList<>(
                        OllamaFixture.decoded(
                                "{\"message\":{\"content\":\"Hi\"},\"done\":true,\"odd\":1}\n"));
        events.add(new ReplyEvent.Text(" there"));

        assertThat(ollama(events))
                .containsSubsequence("\"Hi\"", "\" there\"", "\"done\":true")
                .containsOnlyOnce("\"done\":true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'null'", "'None'", "''"})
    void whatMeansNothingIsNoFinish(String mark) {
        Streams.Outcome outcome = play(chunk("{'content':'a'}", mark));

        assertThat(outcome.events()).noneMatch(ReplyEvent.Finish.class::isInstance);
        assertThat(outcome.failure()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    # One whole call per chunk, each with an id of its own.
                    {'id':'a','function':{'name':'f','arguments':'{}'}} / {'id':'b','function':{'name':'g','arguments':'{}'}} | a:f{} b:g{}
                    # The same, and all say one index.
                    {'index':0,'id':'a','function':{'name':'f','arguments':'{}'}} / {'index':0,'id':'b','function':{'name':'g','arguments':'{}'}} | a:f{} b:g{}
                    # Several in one chunk.
                    {'id':'a','function':{'name':'f','arguments':'{}'}},{'id':'b','function':{'name':'g','arguments':'{}'}} | a:f{} b:g{}
                    # Without ids.
                    {'function':{'name':'f','arguments':'{}'}},{'function':{'name':'f','arguments':'{}'}} / {'function':{'name':'g'}} | :f{} :f{} :g
                    # In pieces that say neither index nor id.
                    {'id':'a','function':{'name':'f','arguments':'{'}} / {'function':{'arguments':'}'}} / {'id':'b','function':{'name':'g','arguments':'{'}} / {'function':{'arguments':'}'}} | a:f{} b:g{}
                    # In pieces that repeat id and name.
                    {'id':'a','function':{'name':'f','arguments':'{'}} / {'id':'a','function':{'name':'f','arguments':'}'}} | a:f{}
                    # In pieces of two calls at once.
                    {'function':{'name':'f','arguments':'{'}},{'function':{'name':'g','arguments':'{'}} / {'function':{'arguments':'}'}},{'function':{'arguments':' }'}} | :f{} :g{ }
                    # As OpenAI has it.
                    {'index':0,'id':'a','function':{'name':'f','arguments':''}} / {'index':0,'function':{'arguments':'{}'}} / {'index':1,'id':'b','function':{'name':'g','arguments':'{}'}} | a:f{} b:g{}
                    # With an id in the first piece of arguments only, and none for the name.
                    {'index':0,'function':{'name':'f'}} / {'index':0,'id':'a','function':{'arguments':'{}'}} | a:f{}
                    """)
    void aPieceOfACallFindsItsCall(String chunks, String calls) {
        String stream =
                List.of(chunks.split(" / ")).stream()
                        .map(pieces -> chunk("{'tool_calls':[" + pieces + "]}", "null"))
                        .collect(Collectors.joining());
        List<ReplyEvent> events = events(stream + DONE);

        // Calls without an id still have none here: whole replies generate one.
        assertThat(
                        WholeReply.of(events).toolCalls().stream()
                                .map(
                                        call ->
                                                (call.id().startsWith("call_") ? "" : call.id())
                                                        + ":"
                                                        + call.name()
                                                        + call.arguments())
                                .collect(Collectors.joining(" ")))
                .isEqualTo(calls);
    }

    @Test
    void theCallsOfAWholeReplyAreOneEachWhateverTheirIndex() {
        List<ReplyEvent> events =
                whole(
                        "{'choices':[{'message':{'content':null,'tool_calls':["
                            + "{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}},"
                            + "{'index':0,'id':'b','function':{'name':'g','arguments':'{}'}}]}}]}");

        assertThat(WholeReply.of(events).toolCalls())
                .extracting(call -> call.name())
                .containsExactly("f", "g");
    }

    @Test
    void textAndThoughtsAreReadFromParts() {
        String reply = "{'choices':[{'%s':{'content':" + MISTRAL + "},'finish_reason':'stop'}]}";
        List<List<ReplyEvent>> both =
                List.of(
                        whole(reply.formatted("message")),
                        events("data: " + quoted(reply.formatted("delta")) + "\n\n"));

        for (List<ReplyEvent> events : both) {
            assertThat(WholeReply.of(events).text()).isEqualTo("Hi there");
            assertThat(WholeReply.of(events).reasoning()).isEqualTo("Hm, hm.");
            assertThat(ollama(events))
                    .contains("\"thinking\":\"Hm, hm.\"", "\"content\":\"Hi there\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'content':['No','.']",
                "'content':[{'text':'No.'}]",
                "'content':[{'type':'output_text','text':'No.'},{'type':'image_url'},5,null]",
                "'content':[{'type':'refusal','refusal':'No.'}]",
                "'content':null,'refusal':'No.'",
                "'content':'No.','refusal':null"
            })
    void theTextOfAReplyIsFoundWhereverItStands(String said) {
        assertThat(WholeReply.of(whole("{'choices':[{'message':{" + said + "}}]}")).text())
                .isEqualTo("No.");
    }

    @Test
    void aRefusalToWhichSomethingIsAddedIsSaidOnce() {
        List<ReplyEvent> events =
                new ArrayList<>(
                        whole("{'choices':[{'message':{'content':null,'refusal':'No.'}}]}"));
        events.add(new ReplyEvent.Text("\n\nSources: none"));
        assertThat(text(openAi(events)))
                .contains(quoted("{'content':'\\n\\nSources: none','refusal':'No.'}"));

        events.removeLast();
        events.replaceAll(
                event -> event instanceof ReplyEvent.Text ? new ReplyEvent.Text("Nein.") : event);
        assertThat(text(openAi(events))).contains(quoted("{'content':null,'refusal':'Nein.'}"));
    }

    @Test
    void partsThatNobodyEditsGoOutAsTheyCame() {
        byte[] body = utf8(quoted("{'choices':[{'message':{'content':" + MISTRAL + "}}]}"));
        List<ReplyEvent> events = new OpenAiBackendCodec().decodeWhole("b", asked(), body);

        assertThat(openAi(events)).isSameAs(body);
    }

    @Test
    void anEditOfATextInPartsKeepsTheOtherParts() {
        List<ReplyEvent> events =
                new ArrayList<>(whole("{'choices':[{'message':{'content':" + MISTRAL + "}}]}"));
        events.replaceAll(
                event -> event instanceof ReplyEvent.Text ? new ReplyEvent.Text("Ho") : event);

        assertThat(text(openAi(events)))
                .contains(
                        quoted(
                                "{'type':'text','text':'hm.'}],'closed':true},"
                                        + "{'type':'text','text':'Ho'},"
                                        + "{'type':'reference','reference_ids':[1]}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'?':{'content':''},'finish_reason':'error','error':{'message':'no"
                        + " room','code':502}}]}",
                "{'choices':[{'?':{'content':'par'},'finish_reason':null,'error':'no room'}]}"
            })
    void anErrorInAChoiceIsOne(String reply) {
        String whole = reply.replace("?", "message");
        String chunk = "data: " + quoted(reply.replace("?", "delta")) + "\n\n";

        assertThat(failure(() -> whole(whole)))
                .isEqualTo(
                        new Failure.BackendFailed(
                                "b", "it answered with an error", Optional.of("no room")));
        assertThat(play(chunk + DONE).failure())
                .contains(
                        new Failure.BackendBroke("b", "it sent an error", Optional.of("no room")));
    }

    @Test
    void aFinishByErrorIsOneAlsoWithoutWords() {
        assertThat(
                        failure(
                                () ->
                                        whole(
                                                "{'choices':[{'message':{'content':''},"
                                                    + "'finish_reason':'error','error':null}]}")))
                .isEqualTo(
                        new Failure.BackendFailed(
                                "b", "it answered with an error", Optional.empty()));
        assertThat(play(chunk("{}", "'error'") + DONE).failure()).isPresent();
    }

    private static String chunk(String delta, String finish) {
        return "data: "
                + quoted("{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':" + finish)
                + "}]}\n\n";
    }

    private static String call(int index, String id, String name, String arguments) {
        return "{'tool_calls':[{'index':%d,'id':%s,'function':{'name':%s,'arguments':'%s'}}]}"
                .formatted(index, id, name, arguments);
    }

    private static List<ReplyEvent> events(String stream) {
        Streams.Outcome outcome = play(stream);
        assertThat(outcome.failure()).isEmpty();
        return outcome.events();
    }

    private static Streams.Outcome play(String stream) {
        return Streams.play(new OpenAiStreamDecoder("b"), utf8(stream));
    }

    private static List<ReplyEvent> whole(String reply) {
        return new OpenAiBackendCodec().decodeWhole("b", asked(), utf8(quoted(reply)));
    }

    private static String ollama(List<ReplyEvent> events) {
        return text(OllamaFixture.encoded(OllamaFixture.encoder(OllamaFixture.CHAT), events));
    }

    private static byte[] openAi(List<ReplyEvent> events) {
        return new OpenAiChat().whole(new Incoming.Chat(asked(), List.of()), head(), events);
    }

    private static StreamEncoder openAiEncoder() {
        return new OpenAiStreamEncoder("asked", head(), true);
    }

    private static ReplyHead head() {
        return new ReplyHead("x", Instant.ofEpochSecond(1));
    }

    private static ChatRequest asked() {
        return ChatRequest.of("asked", true, Conversation.of(List.of()));
    }
}
