package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

/** Streams that end with {@code [DONE]} but lack another part of an end. */
class OpenAiDoneTest {
    private static final String DONE = "data: [DONE]\n\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data: {}\n\n",
                "data: {'choices':[]}\n\n",
                "data: {'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}\n\n"
            })
    void aStreamWithoutAnyChoiceIsNoAnswerAsAWholeReplyIsNone(String stream) {
        Failure none = new Failure.BackendFailed("b", "its answer holds no choice to read");

        assertThat(play(quoted(stream) + DONE).failure()).contains(none);
        assertThat(failure(() -> OpenAiReplyReader.whole("b", utf8("{\"choices\":[]}"))))
                .isEqualTo(none);
    }

    @Test
    void doneStandsForAFinishThatNeverCame() {
        assertThat(WholeReply.of(events(chunk("{'content':'a'}", "null") + DONE)).finish())
                .contains(FinishReason.STOP);
        assertThat(
                        WholeReply.of(
                                        events(
                                                chunk("{'content':'a'}", "'length'")
                                                        + chunk("{'content':'b'}", "null")
                                                        + DONE))
                                .finish())
                .contains(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void usageBeforeAFinishThatNeverComesGoesToWhomAskedForItAlone(boolean wanted) {
        String text = chunk("{'content':'a'}", "null") + chunk("{'content':''}", "''");
        String usage =
                quoted(
                        "data:"
                            + " {'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}\n\n");
        StreamEncoder encoder =
                new OpenAiStreamEncoder(
                        "asked", new ReplyHead("x", Instant.ofEpochSecond(1)), wanted);
        StringBuilder written = new StringBuilder();
        events(text + usage + DONE).forEach(event -> written.append(text(encoder.encode(event))));
        String sent = written + text(encoder.end());

        assertThat(sent)
                .startsWith(text)
                .endsWith((wanted ? usage : "") + DONE)
                .containsOnlyOnce("\"stop\"");
        assertThat(sent.split("\"usage\"", -1)).hasSize(wanted ? 2 : 1);
    }

    @Test
    void usageThatMoreFollowsGoesOnWhereItCame() {
        String stream =
                chunk("{'content':'a'}", "null")
                        + quoted("data: {'choices':[],'usage':{'prompt_tokens':1}}\n\n")
                        + chunk("{'content':'b'}", "null")
                        + chunk("{}", "'stop'");
        List<ReplyEvent> events = events(stream + DONE);
        StreamEncoder encoder =
                new OpenAiStreamEncoder(
                        "asked", new ReplyHead("x", Instant.ofEpochSecond(1)), false);
        StringBuilder sent = new StringBuilder();
        events.forEach(event -> sent.append(text(encoder.encode(event))));

        assertThat(sent + text(encoder.end())).isEqualTo(stream + DONE);
        assertThat(WholeReply.of(events).usage().orElseThrow().promptTokens()).isEqualTo(1);
    }

    @Test
    void usageJustBeforeTheFinishIsReportedAfterIt() {
        List<ReplyEvent> events =
                events(
                        chunk("{'content':'a'}", "null")
                                + quoted("data: {'choices':[],'usage':{'prompt_tokens':1}}\n\n")
                                + chunk("{}", "'stop'")
                                + DONE);

        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Text", "Finish", "UsageReport");
    }

    private static String chunk(String delta, String finish) {
        return "data: "
                + quoted("{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':" + finish)
                + "}]}\n\n";
    }

    private static List<ReplyEvent> events(String stream) {
        Streams.Outcome outcome = play(stream);
        assertThat(outcome.failure()).isEmpty();
        return outcome.events();
    }

    private static Streams.Outcome play(String stream) {
        return Streams.play(new OpenAiStreamDecoder("b"), utf8(stream));
    }
}
