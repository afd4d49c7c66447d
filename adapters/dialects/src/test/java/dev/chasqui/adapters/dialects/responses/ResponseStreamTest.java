package dev.chasqui.adapters.dialects.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ResponseHistory;
import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class ResponseStreamTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final ResponsesCodec CODEC = new ResponsesCodec(InstantSource.fixed(NOW));
    private static final ReplyHead HEAD = new ReplyHead("id", NOW.minusSeconds(5));

    private static Incoming.Chat asked(String more) {
        String body = "{'model':'tiny','input':'Hi','stream':true%s}".formatted(more);
        return CODEC.decode(
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                ResponseHistory.NONE,
                _ -> Optional.empty());
    }

    private static ReplyEvent text(String text) {
        return new ReplyEvent.Text(text);
    }

    private static ReplyEvent thought(String text) {
        return new ReplyEvent.Reasoning(text);
    }

    private static ReplyEvent call(int index, String name, String arguments) {
        return new ReplyEvent.ToolCallDelta(
                index, name.isEmpty() ? "" : "call_" + index, name, arguments);
    }

    private static CheckedStream stream(Incoming.Chat incoming, ReplyEvent... events) {
        return stream(incoming, ResponseKeeper.NONE, List.of(events));
    }

    private static CheckedStream stream(
            Incoming.Chat incoming, ResponseKeeper keeper, List<ReplyEvent> events) {
        StreamEncoder encoder = CODEC.streamEncoder(incoming, HEAD, keeper);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (ReplyEvent event : events) {
                out.writeBytes(encoder.encode(event));
            }
            out.writeBytes(encoder.end());
        } catch (FailureException e) {
            out.writeBytes(encoder.failure(e.failure()));
        }
        return CheckedStream.of(out.toByteArray());
    }

    @Test
    void aTextHasTheEventsThatTheApiNames() {
        CheckedStream stream =
                stream(
                        asked(""),
                        text("Hel"),
                        text("lo"),
                        new ReplyEvent.Finish(FinishReason.STOP),
                        new ReplyEvent.UsageReport(Usage.of(3, 2)));

        assertThat(stream.types())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(stream.response().get("completed_at")).contains(Json.of(NOW.getEpochSecond()));
        assertThat(stream.response().object("usage").toString())
                .isEqualTo(
                        """
                        {"input_tokens":3,"input_tokens_details":{"cached_tokens":0,\
                        "cache_write_tokens":0},\
                        "output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},\
                        "total_tokens":5}\
                        """);
    }

    @Test
    void parallelCallsFollowOneAnotherHoweverTheirPiecesCome() {
        CheckedStream stream =
                stream(
                        asked(""),
                        call(0, "a", "{\"x\":"),
                        call(1, "b", "{\"y\":"),
                        call(0, "", "\"}\""),
                        call(1, "", "2}"),
                        call(0, "", "}"),
                        call(2, "c", ""));

        assertThat(stream.output())
                .extracting(item -> item.text("arguments").orElseThrow())
                .containsExactly("{\"x\":\"}\"}", "{\"y\":2}", "{}");
        assertThat(stream.output())
                .extracting(item -> item.text("call_id").orElseThrow())
                .containsExactly("call_0", "call_1", "call_2");
    }

    @Test
    void aCallThatGoesOnAfterItsEndFailsTheStream() {
        CheckedStream stream =
                stream(asked(""), call(0, "a", "{}"), text("And"), call(0, "", "{\"x\":1}"));

        assertThat(stream.types()).endsWith("error", "response.failed");
        assertThat(stream.response().object("error").text("message").orElseThrow())
                .contains("after the call's end");
    }

    @Test
    void aFailureShowsNothingThatTheStreamHasNotShown() {
        StreamEncoder encoder = CODEC.streamEncoder(asked(""), HEAD);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(encoder.encode(text("One")));
        out.writeBytes(encoder.encode(call(0, "f", "{")));
        out.writeBytes(encoder.encode(call(1, "g", "{}")));
        out.writeBytes(encoder.failure(new Failure.BackendBroke("b", "it died")));

        assertThat(CheckedStream.of(out.toByteArray()).output())
                .extracting(item -> item.text("status").orElseThrow())
                .containsExactly("completed", "incomplete");
    }

    @Test
    void reasoningIsContentOrTheSummaryThatWasAskedFor() {
        CheckedStream plain = stream(asked(""), thought("Hm"), text("Yes"));
        CheckedStream summary =
                stream(asked(",'reasoning':{'summary':'auto'}"), thought("Hm"), text("Yes"));

        assertThat(plain.output().getFirst().toString())
                .contains(
                        "\"summary\":[]",
                        "\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm\"}]");
        assertThat(summary.output().getFirst().toString())
                .contains("\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm\"}]")
                .doesNotContain("content");
        assertThat(summary.types())
                .contains("response.reasoning_summary_text.delta")
                .doesNotContain("response.reasoning_text.delta");
    }

    @Test
    void sealedReasoningComesBackWithItsSignature() {
        CheckedStream stream =
                stream(
                        asked(",'include':['reasoning.encrypted_content']"),
                        thought("Hm"),
                        new ReplyEvent.Reasoning("", "sig", null),
                        text("Yes"));
        String sealed = stream.output().getFirst().text("encrypted_content").orElseThrow();

        assertThat(SealedReasoning.read(sealed)).contains(new SealedReasoning("Hm", "sig"));
        assertThat(SealedReasoning.read("chasqui1.%%%")).isEmpty();
        assertThat(SealedReasoning.read("gAAAAB")).isEmpty();
    }

    @Test
    void aReplyThatWasCutIsIncompleteWithItsReason() {
        CheckedStream length =
                stream(asked(""), text("Hel"), new ReplyEvent.Finish(FinishReason.LENGTH));
        CheckedStream filter =
                stream(asked(""), new ReplyEvent.Finish(FinishReason.CONTENT_FILTER));

        assertThat(length.response().object("incomplete_details").text("reason"))
                .contains("max_output_tokens");
        assertThat(length.output().getFirst().text("status")).contains("incomplete");
        assertThat(length.response().get("completed_at")).contains(Json.Null.NULL);
        assertThat(filter.response().object("incomplete_details").text("reason"))
                .contains("content_filter");
    }

    @Test
    void citationsBecomeAnnotationsAndMembersForPrograms() {
        Citation cited =
                new Citation(1, "a.md", "docs", URI.create("http://a/a.md"), "passage", true);
        CheckedStream stream =
                stream(asked(""), text("So [1]."), new ReplyEvent.Cited(List.of(cited)));

        assertThat(stream.output().getFirst().toString())
                .contains(
                        "\"annotations\":[{\"type\":\"url_citation\",\"start_index\":3,"
                                + "\"end_index\":6,\"title\":\"a.md\",\"url\":\"http://a/a.md\"}]");
        assertThat(stream.response().object("chasqui").get("citations")).isPresent();
    }

    @Test
    void toolsInNamespacesAndOfPlainTextHaveTheirOwnForms() {
        CheckedStream stream =
                stream(
                        asked(
                                ",'tools':[{'type':'namespace','name':'mcp__files','tools':["
                                        + "{'type':'function','name':'read'}]},"
                                        + "{'type':'custom','name':'patch'}]"),
                        call(0, "mcp__files__read", "{}"),
                        call(1, "patch", "{\"input\":\"*** Begin\"}"));

        assertThat(stream.output().getFirst().toString())
                .contains("\"name\":\"read\"", "\"namespace\":\"mcp__files\"");
        assertThat(stream.output().getLast().toString())
                .contains(
                        "\"type\":\"custom_tool_call\"",
                        "\"name\":\"patch\"",
                        "\"input\":\"*** Begin\"");
    }

    /** A keeper that counts, and fails if it is told to. */
    private static final class Keeper implements ResponseKeeper {
        private final List<Json.Obj> responses = new ArrayList<>();
        private final boolean away;

        Keeper(boolean away) {
            this.away = away;
        }

        @Override
        public Json.Obj members() {
            return Json.Obj.EMPTY.with("id", Json.of("resp_1")).with("store", Json.of(true));
        }

        @Override
        public void keep(Json.Obj response, List<Json.Obj> input) {
            assertThat(input.getFirst().text("id").orElseThrow()).startsWith("msg_");
            responses.add(response);
            if (away) {
                throw new FailureException(new StoreAway("the store is away"));
            }
        }
    }

    @Test
    void theKeeperGetsTheResponseBeforeTheClient() {
        Keeper keeper = new Keeper(false);
        StreamEncoder encoder = CODEC.streamEncoder(asked(""), HEAD, keeper);
        encoder.encode(text("Hi"));

        assertThat(keeper.responses).isEmpty();
        String end = new String(encoder.end(), StandardCharsets.UTF_8);

        assertThat(keeper.responses).hasSize(1);
        assertThat(end).contains(keeper.responses.getFirst().toString());
        assertThat(keeper.responses.getFirst().toString())
                .contains("\"id\":\"resp_1\"", "\"store\":true");
    }

    @Test
    void aResponseThatCannotBeKeptHasNoCleanEnd() {
        Keeper keeper = new Keeper(true);
        CheckedStream stream = stream(asked(""), keeper, List.of(text("Hi")));

        assertThat(stream.types()).endsWith("error", "response.failed");
        assertThat(keeper.responses).hasSize(1);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(
                        () -> CODEC.whole(asked(""), HEAD, List.of(text("Hi")), new Keeper(true)));
    }

    @Test
    void aFailedResponseIsKeptToo() {
        Keeper keeper = new Keeper(false);
        StreamEncoder encoder = CODEC.streamEncoder(asked(""), HEAD, keeper);
        encoder.encode(text("Hel"));
        encoder.failure(new Failure.BackendBroke("b", "it died"));

        assertThat(keeper.responses.getFirst().text("status")).contains("failed");
        assertThat(keeper.responses.getFirst().toString()).contains("Hel", "it died");
    }

    @Test
    void signsOfLifeAreEventsThatEveryClientKnows() {
        StreamEncoder encoder = CODEC.streamEncoder(asked(""), HEAD);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(encoder.keepAlive());
        out.writeBytes(encoder.encode(new ReplyEvent.Progress("Loading")));
        out.writeBytes(encoder.encode(text("Hi")));
        out.writeBytes(encoder.keepAlive());
        out.writeBytes(encoder.end());

        CheckedStream stream = CheckedStream.of(out.toByteArray());
        assertThat(stream.events().get(2).object("chasqui").text("progress")).contains("Loading");
    }

    /** Any mix of events makes an ordered stream whose output is that of the whole response. */
    @RepeatedTest(200)
    void anyMixOfEventsMakesAnOrderedStream(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        List<ReplyEvent> events = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        int calls = 0;
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(8)) {
                case 0 -> events.add(thought(random.nextBoolean() ? "" : "t" + i));
                case 1 -> events.add(new ReplyEvent.Reasoning("r" + i, "s" + i, null));
                case 2, 3 -> events.add(text(random.nextBoolean() ? "" : "é\n\"" + i));
                case 4 -> {
                    events.add(call(calls, "f", "{\"a\":["));
                    open.add(calls++);
                }
                case 5 -> {
                    if (!open.isEmpty()) {
                        int at = random.nextInt(open.size());
                        int call = open.get(at);
                        open.subList(at, at + 1).clear();
                        events.add(call(call, "", "\"}\"]}"));
                    }
                }
                case 6 -> events.add(new ReplyEvent.Finish(FinishReason.STOP));
                default -> events.add(new ReplyEvent.Progress("p" + i));
            }
        }
        Incoming.Chat incoming =
                asked(random.nextBoolean() ? "" : ",'reasoning':{'summary':'auto'}");

        CheckedStream stream = stream(incoming, ResponseKeeper.NONE, events);
        Json.Obj whole = CODEC.whole(incoming, HEAD, events, ResponseKeeper.NONE);

        assertThat(withoutIds(stream.response())).isEqualTo(withoutIds(whole));
    }

    private static String withoutIds(Json.Obj response) {
        return response.toString().replaceAll("\"(resp|msg|rs|fc)_[0-9a-f]{40}\"", "\"id\"");
    }
}
