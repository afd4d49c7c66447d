package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.SideChannelsTest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Citations, notes and progress in the replies to OpenAI's clients. */
class OpenAiSideChannelsTest {
    private static final ReplyHead HEAD = new ReplyHead("7", Instant.ofEpochSecond(42));
    private static final ReplyEvent CITED =
            new ReplyEvent.Cited(List.of(SideChannelsTest.cited(1)));
    private static final ReplyEvent NOTE = new ReplyEvent.Note("branches", Json.of(3));
    private static final ReplyEvent STOP = new ReplyEvent.Finish(FinishReason.STOP);
    private static final String ANNOTATIONS =
            "'annotations':[{'type':'url_citation','url_citation':{'start_index':3,'end_index':6,"
                    + "'title':'leave.md','url':'/d/leave.md'}}]";

    private final OpenAiStreamEncoder encoder = new OpenAiStreamEncoder("m", HEAD, true);

    @Test
    void citationsOfAStreamComeInOneChunkBeforeTheFinish() {
        String stream =
                written(new ReplyEvent.Text("So [1"), new ReplyEvent.Text("]"), CITED, STOP);
        assertThat(stream)
                .containsOnlyOnce(quoted("'delta':{" + ANNOTATIONS + "},'finish_reason':null}],"))
                .containsOnlyOnce(quoted("'chasqui':{'citations':[{'number':1,"));
        assertThat(stream.indexOf("annotations")).isLessThan(stream.indexOf(quoted("'stop'")));
    }

    @Test
    void whatIsSaidAfterTheFinishStillComesBeforeIt() {
        String stream =
                written(
                        new ReplyEvent.Text("a"),
                        STOP,
                        new ReplyEvent.UsageReport(Usage.of(1, 2)),
                        NOTE);
        assertThat(stream.lines().filter(line -> !line.isEmpty()).toList())
                .satisfiesExactly(
                        role -> assertThat(role).contains("assistant"),
                        content -> assertThat(content).contains(quoted("'content':'a'")),
                        note -> assertThat(note).contains(quoted("'chasqui':{'branches':3}")),
                        finish -> assertThat(finish).contains(quoted("'stop'")),
                        usage -> assertThat(usage).contains("total_tokens"),
                        done -> assertThat(done).isEqualTo("data: [DONE]"));
        assertThat(stream).contains(quoted("'delta':{},'finish_reason':null}],'chasqui'"));
    }

    @Test
    void aFrameIsNotTornByWhatRidesBesideIt() {
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, utf8("data: {both}\n\n"), 2);
        assertThat(encoder.encode(new ReplyEvent.Text("So [1]", frame))).isEmpty();
        assertThat(encoder.encode(CITED)).isEmpty();
        assertThat(encoder.encode(NOTE)).isEmpty();
        assertThat(text(encoder.encode(new ReplyEvent.Text("!", frame))))
                .isEqualTo("data: {both}\n\n");
        assertThat(text(encoder.end())).contains(quoted(ANNOTATIONS));
    }

    @Test
    void aPassageThatTheTextDoesNotCiteIsNoAnnotation() {
        ReplyEvent uncited =
                new ReplyEvent.Cited(
                        List.of(new Citation(1, "d", "c", URI.create("/d"), "p", false)));
        assertThat(written(new ReplyEvent.Text("a"), uncited, STOP))
                .doesNotContain("annotations")
                .contains(quoted("'cited':false"));
    }

    @Test
    void aCitationWithoutMarkPointsNowhere() {
        assertThat(written(new ReplyEvent.Text("{}"), CITED, STOP))
                .contains(quoted("'start_index':0,'end_index':0,"));
    }

    @Test
    void progressIsReasoningOnALineOfItsOwn() {
        assertThat(text(encoder.encode(new ReplyEvent.Progress("loading"))))
                .contains(quoted("'role':'assistant','content':''"))
                .endsWith(
                        quoted(
                                "'choices':[{'index':0,'delta':{'reasoning_content':'loading\\n'},"
                                        + "'finish_reason':null}]}\n\n"));
    }

    @Test
    void progressDoesNotTearAFrameAndIsNotSaidAfterTheFinish() {
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, utf8("data: {both}\n\n"), 2);
        encoder.encode(new ReplyEvent.Text("a", frame));
        assertThat(text(encoder.encode(new ReplyEvent.Progress("p")))).contains("reasoning");
        assertThat(encoder.encode(new ReplyEvent.Finish(FinishReason.STOP, frame))).isEmpty();
        assertThat(encoder.encode(new ReplyEvent.Progress("late"))).isEmpty();
        assertThat(text(encoder.end())).isEqualTo("data: {both}\n\ndata: [DONE]\n\n");
    }

    @Test
    void whatWeSayAfterTheFirstFrameIsUnderItsName() {
        byte[] bytes = utf8(quoted("data: {'id':'theirs','created':9,'choices':[]}\n\n"));
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, bytes, 1);
        assertThat(text(encoder.encode(new ReplyEvent.Progress("p")))).contains("chatcmpl-7");
        assertThat(encoder.encode(new ReplyEvent.Text("a", frame))).isEqualTo(bytes);
        assertThat(text(encoder.encode(new ReplyEvent.Progress("p")))).contains("theirs");
    }

    @Test
    void aWholeReplyOfOursHasThemInItsMessageAndBesideIt() {
        String body = whole(List.of(new ReplyEvent.Text("So [1]"), CITED, STOP, NOTE));
        assertThat(body)
                .contains(quoted("'content':'So [1]','refusal':null," + ANNOTATIONS + "}"))
                .contains(quoted("'cited':true}],'branches':3}}"));
    }

    @Test
    void aWholeReplyOfABackendKeepsAllElse() {
        String theirs =
                "{'id':'t','choices':[{'index':0,'message':{'role':'assistant','content':'So [1]',"
                        + "'annotations':[],'x':1.0},'finish_reason':'stop'}],'y':[2],"
                        + "'chasqui':{'usage_estimated':true}}";
        List<ReplyEvent> events =
                new ArrayList<>(OpenAiReplyReader.whole("b", utf8(quoted(theirs))));
        events.add(1, CITED);
        String body = whole(events);
        assertThat(body)
                .startsWith(
                        quoted(theirs)
                                .substring(0, theirs.indexOf("'usage_estimated'"))
                                .replace("\"annotations\":[]", quoted(ANNOTATIONS)))
                .contains(quoted("'usage_estimated':true,'citations':[{"));
    }

    private String written(ReplyEvent... events) {
        StringBuilder stream = new StringBuilder();
        for (ReplyEvent event : events) {
            stream.append(text(encoder.encode(event)));
        }
        return stream.append(text(encoder.end())).toString();
    }

    private static String whole(List<ReplyEvent> events) {
        OpenAiChat codec = new OpenAiChat();
        String request = quoted("{'model':'m','messages':[{'role':'user','content':'hi'}]}");
        return text(codec.whole(codec.decode(utf8(request)), HEAD, events));
    }
}
