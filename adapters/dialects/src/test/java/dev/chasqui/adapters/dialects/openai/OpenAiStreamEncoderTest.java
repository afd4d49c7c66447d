package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class OpenAiStreamEncoderTest {
    private static final String HEAD =
            "'id':'chatcmpl-7','object':'chat.completion.chunk','created':42,'model':'asked'";

    private final OpenAiStreamEncoder encoder = encoder(true);

    @Test
    void aReplyFromElsewhereIsWrittenAsOpenAiWould() {
        String stream =
                written(
                        new ReplyEvent.Opened(Role.ASSISTANT),
                        new ReplyEvent.Reasoning("hm"),
                        new ReplyEvent.Text("漢"),
                        new ReplyEvent.Finish(FinishReason.LENGTH),
                        new ReplyEvent.UsageReport(Usage.of(3, 4)));
        assertThat(stream)
                .isEqualTo(
                        chunk("{'role':'assistant','content':''}", "null")
                                + chunk("{'reasoning_content':'hm'}", "null")
                                + chunk("{'content':'漢'}", "null")
                                + chunk("{}", "'length'")
                                + event(
                                        "{"
                                                + HEAD
                                                + ",'choices':[],'usage':{'prompt_tokens':3,"
                                                + "'completion_tokens':4,'total_tokens':7}}")
                                + "data: [DONE]\n\n");
    }

    @Test
    void theFirstChunkHasTheRoleAlsoWhereNobodyOpened() {
        assertThat(text(encoder.encode(new ReplyEvent.Text("a"))))
                .isEqualTo(
                        chunk("{'role':'assistant','content':''}", "null")
                                + chunk("{'content':'a'}", "null"));
    }

    @Test
    void usageGoesOnlyToThoseWhoAsked() {
        OpenAiStreamEncoder unasked = encoder(false);
        assertThat(unasked.encode(new ReplyEvent.UsageReport(Usage.of(1, 1)))).isEmpty();
        Frame usageChunk = frame("data: {usage}\n\n", 1);
        assertThat(unasked.encode(new ReplyEvent.UsageReport(Usage.of(1, 1), usageChunk)))
                .isEmpty();
        Frame finishToo = frame("data: {finish, usage}\n\n", 2);
        assertThat(unasked.encode(new ReplyEvent.Finish(FinishReason.STOP, finishToo))).isEmpty();
        assertThat(unasked.encode(new ReplyEvent.UsageReport(Usage.of(1, 1), finishToo))).isEmpty();
        assertThat(text(unasked.end())).isEqualTo("data: {finish, usage}\n\ndata: [DONE]\n\n");
    }

    @Test
    void anEstimateSaysSo() {
        Usage estimate =
                new Usage(1, 2, OptionalLong.of(1), OptionalLong.empty(), Timings.UNKNOWN, true);
        assertThat(text(encoder.encode(new ReplyEvent.UsageReport(estimate))))
                .contains(quoted("'prompt_tokens_details':{'cached_tokens':1}"))
                .contains(quoted("'chasqui':{'usage_estimated':true}"));
    }

    @Test
    void toolCallsKeepTheirMadeIdAndChangeTheFinishReason() {
        String stream =
                written(
                        new ReplyEvent.ToolCallDelta(0, "", "f", "{\"a\""),
                        new ReplyEvent.ToolCallDelta(0, "", "", ":1}"),
                        new ReplyEvent.ToolCallDelta(1, "id1", "g", "{}"),
                        new ReplyEvent.Finish(FinishReason.STOP));
        Matcher made = Pattern.compile("\"id\":\"(call_[a-zA-Z0-9]{24})\"").matcher(stream);
        assertThat(made.find()).isTrue();
        assertThat(stream)
                .contains(
                        chunk(
                                "{'tool_calls':[{'index':0,'id':'"
                                        + made.group(1)
                                        + "','type':'function','function':{'name':'f','arguments':"
                                        + "'{\\\"a\\\"'}}]}",
                                "null"))
                .contains(
                        chunk(
                                "{'tool_calls':[{'index':0,'function':{'arguments':':1}'}}]}",
                                "null"))
                .contains(quoted("'index':1,'id':'id1','type':'function'"))
                .contains(chunk("{}", "'tool_calls'"));
        assertThat(made.find()).isFalse();
    }

    @Test
    void aFrameGoesOutWhenItsLastEventCame() {
        Frame frame = frame("data: {both}\n\n", 2);
        assertThat(encoder.encode(new ReplyEvent.Opened(Role.ASSISTANT, frame))).isEmpty();
        assertThat(text(encoder.encode(new ReplyEvent.Text("a", frame))))
                .isEqualTo("data: {both}\n\n");
    }

    @Test
    void anEditedFrameIsWrittenAnewUnderTheNameOfTheFirst() {
        Frame first = frame(event("{'id':'theirs','created':9,'model':'m','choices':[]}"), 1);
        Frame second = frame("data: {content, finish}\n\n", 2);
        String stream =
                text(encoder.encode(new ReplyEvent.Opened(Role.ASSISTANT, first)))
                        + text(encoder.encode(new ReplyEvent.Text("edited")))
                        + text(encoder.encode(new ReplyEvent.Finish(FinishReason.STOP, second)))
                        + text(encoder.end());
        String theirs = "'id':'theirs','object':'chat.completion.chunk','created':9,'model':'m'";
        assertThat(stream)
                .isEqualTo(
                        text(first.bytes())
                                + chunk("{'content':'edited'}", "null")
                                        .replace(quoted(HEAD), quoted(theirs))
                                + chunk("{}", "'stop'").replace(quoted(HEAD), quoted(theirs))
                                + "data: [DONE]\n\n");
    }

    @Test
    void eventsOfAnEditedFrameThatWaitAreWrittenBeforeTheNext() {
        Frame frame = frame("data: {reasoning, text}\n\n", 2);
        assertThat(encoder.encode(new ReplyEvent.Reasoning("kept", frame))).isEmpty();
        assertThat(text(encoder.encode(new ReplyEvent.Text("edited"))))
                .contains(quoted("'reasoning_content':'kept'"))
                .endsWith(chunk("{'content':'edited'}", "null"));
    }

    @Test
    void framesOfOtherKindsAreWrittenFromTheirEvents() {
        Frame ollama = new Frame(Dialect.OLLAMA, Frame.Kind.CHUNK, utf8("{}\n"), 1);
        Frame whole =
                new Frame(
                        Dialect.OPENAI,
                        Frame.Kind.WHOLE,
                        utf8(quoted("{'id':'w','created':3}")),
                        2);
        assertThat(text(encoder.encode(new ReplyEvent.Text("a", ollama)))).contains("chatcmpl-7");
        assertThat(encoder.encode(new ReplyEvent.Raw(ollama))).isEmpty();
        assertThat(text(encoder(true).encode(new ReplyEvent.Text("a", whole))))
                .contains(
                        quoted(
                                "'id':'w','object':'chat.completion.chunk','created':3,'model':'asked'"));
    }

    @Test
    void aReplyThatBreaksOffBehindItsFinishHasNone() {
        encoder.encode(new ReplyEvent.Text("a"));
        encoder.encode(new ReplyEvent.Finish(FinishReason.STOP));

        assertThat(text(encoder.failure(new Failure.BackendBroke("b", "gone"))))
                .contains("gone")
                .doesNotContain("stop");
    }

    @Test
    void aFailureEndsTheStreamWithANamedErrorAndWithoutDone() {
        Frame waiting = frame("data: {x}\n\n", 2);
        encoder.encode(new ReplyEvent.Text("a", waiting));
        String ending = text(encoder.failure(new Failure.BackendBroke("b", "gone")));
        assertThat(ending)
                .contains(chunk("{'content':'a'}", "null"))
                .endsWith(
                        """
                        data: {"error":{"message":"backend 'b' broke off its reply: gone",\
                        "type":"server_error","param":null,"code":"backend_broke_off"}}
                        event: error

                        """);
    }

    @Test
    void keepAlivesAreComments() {
        assertThat(text(encoder.keepAlive())).isEqualTo(": keep-alive\n\n");
        assertThat(encoder.contentType()).isEqualTo("text/event-stream");
    }

    @Test
    void aReplyWithoutFinishReasonGetsOne() {
        assertThat(written(new ReplyEvent.Text("a")))
                .endsWith(chunk("{}", "'stop'") + "data: [DONE]\n\n");
    }

    private String written(ReplyEvent... events) {
        StringBuilder stream = new StringBuilder();
        for (ReplyEvent event : List.of(events)) {
            stream.append(text(encoder.encode(event)));
        }
        return stream.append(text(encoder.end())).toString();
    }

    private static OpenAiStreamEncoder encoder(boolean usageWanted) {
        ReplyHead head = new ReplyHead("7", Instant.ofEpochSecond(42));
        return new OpenAiStreamEncoder("asked", head, usageWanted);
    }

    private static Frame frame(String bytes, int events) {
        return new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, utf8(bytes), events);
    }

    private static String chunk(String delta, String finish) {
        return event(
                "{"
                        + HEAD
                        + ",'choices':[{'index':0,'delta':"
                        + delta
                        + ",'finish_reason':"
                        + finish
                        + "}]}");
    }

    private static String event(String json) {
        return "data: " + quoted(json) + "\n\n";
    }
}
