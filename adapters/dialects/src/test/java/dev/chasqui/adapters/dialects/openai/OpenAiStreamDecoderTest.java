package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

class OpenAiStreamDecoderTest {
    private static final String STOP =
            "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";
    private static final String HELLO = delta("{'content':'hello'}");

    @Test
    void theEventsOfOneChunkShareTheirFrame() {
        Streams.Outcome outcome =
                play(
                        chunk(
                                "{'choices':[{'index':0,'delta':{'role':'assistant','content':'a',"
                                    + "'reasoning':'r','tool_calls':[{'index':1,'id':'i','function':"
                                    + "{'name':'n','arguments':'{}'}}]},'finish_reason':'stop'}],"
                                    + "'usage':{'prompt_tokens':1,'completion_tokens':2}}"));
        assertThat(outcome.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Opened", "Reasoning", "Text", "ToolCallDelta", "Finish", "UsageReport");
        assertThat(outcome.events()).extracting(ReplyEvent::frame).containsOnly(frame(outcome, 0));
        assertThat(frame(outcome, 0).events()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'index':1,'delta':{'content':'other'},'finish_reason':null}]}",
                "{'choices':[{'index':0,'delta':{},'finish_reason':''}]}",
                "{'choices':[{'index':0,'delta':{'content':null,'tool_calls':[],'function_call':null}}]}",
                "{'choices':[],'prompt_filter_results':[]}",
                "{'choices':[{'index':0,'delta':{}}],'usage':{'prompt_tokens':0}}",
                "{'object':'something else'}"
            })
    void aChunkWithoutMeaningIsRaw(String json) {
        Streams.Outcome outcome = play(chunk(json) + chunk(STOP));
        assertThat(outcome.events().getFirst()).isInstanceOf(ReplyEvent.Raw.class);
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void usageAfterTheFinishReasonIsReadUpToDone() {
        Streams.Outcome outcome =
                play(
                        chunk(HELLO)
                                + chunk(STOP)
                                + chunk(
                                        "{'choices':[],'usage':{'prompt_tokens':7,'completion_tokens':3,"
                                            + "'prompt_tokens_details':{'cached_tokens':5},"
                                            + "'completion_tokens_details':{'reasoning_tokens':1}}}")
                                + "data: [DONE]\n\ndata: [DONE]\n\ndata: garbage\n\n");
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.events().getLast())
                .isInstanceOfSatisfying(
                        ReplyEvent.UsageReport.class,
                        report -> {
                            assertThat(report.usage().totalTokens()).isEqualTo(10);
                            assertThat(report.usage().cachedTokens()).hasValue(5);
                            assertThat(report.usage().reasoningTokens()).hasValue(1);
                        });
    }

    @Test
    void timingsStandInForUsageThatNeverComes() {
        Streams.Outcome outcome =
                play(
                        chunk(
                                "{'choices':[{'index':0,'delta':{},'finish_reason':'length'}],'timings':"
                                    + "{'cache_n':2,'prompt_n':5,'prompt_ms':1.5,'predicted_n':3,"
                                    + "'predicted_ms':2}}"));
        assertThat(outcome.events().getLast())
                .isInstanceOfSatisfying(
                        ReplyEvent.UsageReport.class,
                        report -> {
                            assertThat(report.frame()).isNull();
                            assertThat(report.usage().promptTokens()).isEqualTo(7);
                            assertThat(report.usage().completionTokens()).isEqualTo(3);
                            assertThat(report.usage().timings().prompt())
                                    .isEqualTo(Duration.ofNanos(1_500_000));
                            assertThat(report.usage().timings().total())
                                    .isEqualTo(Duration.ofNanos(3_500_000));
                        });
    }

    @Test
    void usageIsReportedOnceWithTheTimingsWhereverTheyCame() {
        Streams.Outcome outcome =
                play(
                        chunk("{'choices':[{'delta':{'content':'a'}}],'usage':{'prompt_tokens':1}}")
                                + chunk(
                                        "{'choices':[{'delta':{},'finish_reason':'stop'}],'timings':"
                                            + "{'prompt_ms':1}}")
                                + chunk("{'choices':[],'usage':{'prompt_tokens':9}}")
                                + chunk("{'choices':[],'usage':{'prompt_tokens':9}}"));
        List<ReplyEvent> reports =
                outcome.events().stream().filter(ReplyEvent.UsageReport.class::isInstance).toList();
        assertThat(reports)
                .singleElement()
                .isInstanceOfSatisfying(
                        ReplyEvent.UsageReport.class,
                        report -> {
                            assertThat(report.usage().promptTokens()).isEqualTo(9);
                            assertThat(report.usage().timings().prompt())
                                    .isEqualTo(Duration.ofMillis(1));
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'out of memory','code':500}}",
                "{'error':'out of memory'}",
                "{'object':'error','message':'out of memory','code':500}",
                "{'error':{'message':'out of memory'},'choices':[]}"
            })
    void anErrorInTheStreamBreaksItAfterWhatCameBefore(String error) {
        Streams.Outcome outcome = play(chunk(HELLO) + chunk(error) + chunk(STOP));
        assertThat(outcome.events()).hasSize(1);
        assertThat(outcome.failure())
                .contains(
                        new Failure.BackendBroke(
                                "b", "it sent an error", Optional.of("out of memory")));
    }

    @Test
    void anEmptyDeltaOfANamelessModelIsNoEndEvenWithUsageAndDone() {
        String lost =
                "{'model':'','choices':[{'index':0,'delta':{'content':''},'finish_reason':null}]}";
        String usage = chunk("{'choices':[],'usage':{'prompt_tokens':9}}");
        for (String ending : List.of("", usage, usage + "data: [DONE]\n\n")) {
            assertThat(play(chunk(HELLO) + chunk(lost) + ending).failure())
                    .contains(new Failure.BackendBroke("b", "the model's process died"));
        }
    }

    @Test
    void doneAloneIsAnEndToo() {
        assertThat(play(chunk(HELLO) + "data: [DONE]\n\n").failure()).isEmpty();
        assertThat(play(chunk(HELLO) + "data: [DONE]").failure()).isEmpty();
        assertThat(play(chunk(HELLO) + "data:  [DONE] \n\n").failure()).isEmpty();
        assertThat(play(chunk(HELLO)).failure()).isPresent();
        assertThat(play("").failure()).isPresent();
    }

    @Test
    void itHasEndedOnlyWhenNothingMoreCanCome() {
        StreamDecoder decoder = new OpenAiStreamDecoder("b");
        byte[] finish = utf8(chunk(STOP));
        decoder.feed(finish, 0, finish.length);
        assertThat(decoder.poll()).isInstanceOf(ReplyEvent.Finish.class);
        assertThat(decoder.poll()).isNull();
        assertThat(decoder.ended()).isFalse();
        byte[] done = utf8("data: [DONE]\n\n");
        decoder.feed(done, 0, done.length);
        assertThat(decoder.poll()).isNull();
        assertThat(decoder.ended()).isTrue();
    }

    @Test
    void whatIsNoChunkIsNoStreamOfTheDialect() {
        assertThat(play("data: <html>\n\n").failure())
                .get()
                .isInstanceOf(Failure.BackendFailed.class);
        assertThat(play("data: [1]\n\n").failure()).get().isInstanceOf(Failure.BackendFailed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[],'x':{'y':[01]}}",
                "{'choices':[],'x':{'y':1,'y':2}}",
                "{'choices':[],'choices':[]}",
                "{'choices':[{'delta':{'content':'a','\\u0063ontent':'b'}}]}",
                "{'choices':[]} {}"
            })
    void aChunkIsCheckedAlsoWhereNobodyReads(String json) {
        assertThat(play(chunk(HELLO) + chunk(json) + chunk(STOP)).failure())
                .get()
                .isInstanceOf(Failure.BackendFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "{}"})
    void aMemberOfAnotherKindIsPassedOver(String other) {
        Streams.Outcome outcome =
                play(
                        chunk(
                                        ("{'model':?,'object':?,'choices':[{'delta':{'role':?,'content':'a',"
                                             + "'reasoning':?,'tool_calls':?},'finish_reason':?}],"
                                             + "'usage':?,'timings':?}")
                                                .replace("?", other))
                                + chunk(STOP));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.events().getFirst())
                .isInstanceOfSatisfying(
                        ReplyEvent.Text.class, more -> assertThat(more.text()).isEqualTo("a"));
    }

    @Test
    void theChoiceOfIndexZeroIsReadWhereverItStands() {
        Streams.Outcome outcome =
                play(
                        chunk(
                                        "{'choices':[{'delta':{'content':'b'},'index':1},12,"
                                                + "{'delta':{'content':'a'},'index':0}]}")
                                + chunk(STOP));
        assertThat(outcome.events().getFirst())
                .isInstanceOfSatisfying(
                        ReplyEvent.Text.class, more -> assertThat(more.text()).isEqualTo("a"));
    }

    @Test
    void commentsThatAGatewayWrappedInDataArePassedOver() {
        Streams.Outcome outcome =
                play("data: : OPENROUTER PROCESSING\n\n" + chunk(HELLO) + chunk(STOP));
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void toolCallsGoByTheirIndexOrTheirPlace() {
        Streams.Outcome outcome =
                play(
                        chunk(
                                        delta(
                                                "{'tool_calls':[{'id':'a','function':{'name':'f','arguments':"
                                                    + "{'x':1}}},{'function':{'name':'g'}}]}"))
                                + chunk(STOP));
        assertThat(outcome.events().subList(0, 2))
                .extracting(event -> (ReplyEvent.ToolCallDelta) event)
                .extracting(
                        ReplyEvent.ToolCallDelta::index,
                        ReplyEvent.ToolCallDelta::name,
                        ReplyEvent.ToolCallDelta::arguments)
                .containsExactly(Tuple.tuple(0, "f", "{\"x\":1}"), Tuple.tuple(1, "g", ""));
    }

    @Test
    void whateverAServerCallsItsReasonIsCarried() {
        Streams.Outcome outcome =
                play(chunk("{'choices':[{'delta':{},'finish_reason':'tool_limit'}]}"));
        assertThat(outcome.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        ReplyEvent.Finish.class,
                        finish ->
                                assertThat(finish.reason())
                                        .isEqualTo(new FinishReason("tool_limit")));
    }

    private static Frame frame(Streams.Outcome outcome, int i) {
        return Objects.requireNonNull(outcome.events().get(i).frame());
    }

    private static String delta(String delta) {
        return "{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}";
    }

    private static String chunk(String json) {
        return "data: " + quoted(json) + "\n\n";
    }

    private static Streams.Outcome play(String stream) {
        return Streams.play(new OpenAiStreamDecoder("b"), utf8(stream));
    }
}
