package dev.chasqui.adapters.dialects.anthropic;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

class AnthropicStreamEncoderTest {
    private static final ReplyHead HEAD =
            new ReplyHead("x", Instant.EPOCH, () -> Optional.of("house"));

    private final AnthropicStreamEncoder encoder = new AnthropicStreamEncoder("asked", HEAD);

    private String encoded(List<ReplyEvent> events) {
        StringBuilder out = new StringBuilder();
        events.forEach(event -> out.append(text(encoder.encode(event))));
        return out.toString();
    }

    private static List<ReplyEvent> recorded(String name) {
        return Streams.play(
                        new AnthropicBackendCodec()
                                .streamDecoder(
                                        "b", ChatRequest.of("m", true, Conversation.of(List.of()))),
                        Recording.load(name).response().body())
                .events();
    }

    /** Returns the types of the events with their indexes, such as {@code start0}. */
    private static List<String> shape(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(
                        line ->
                                line.replaceAll(
                                        "^data:"
                                            + " \\{\"type\":\"(?:content_block_)?([a-z_]+)\"(?:,\"index\":(\\d+))?.*",
                                        "$1$2"))
                .toList();
    }

    @Test
    void thoughtsTextAndCallsAreBlocksOfTheirOwn() {
        String stream =
                encoded(
                                List.of(
                                        new ReplyEvent.Opened(Role.ASSISTANT),
                                        new ReplyEvent.Reasoning("Hm"),
                                        new ReplyEvent.Reasoning("", "seal", null),
                                        new ReplyEvent.Reasoning("More"),
                                        new ReplyEvent.Text("A"),
                                        new ReplyEvent.Text(""),
                                        new ReplyEvent.Text("B"),
                                        new ReplyEvent.ToolCallDelta(0, "", "n", ""),
                                        new ReplyEvent.ToolCallDelta(1, "c", "m", "{}"),
                                        new ReplyEvent.ToolCallDelta(0, "", "", ""),
                                        new ReplyEvent.Finish(FinishReason.STOP)))
                        + text(encoder.end());

        assertThat(shape(stream))
                .containsExactly(
                        "message_start",
                        "start0",
                        "delta0",
                        "delta0",
                        "stop0",
                        "start1",
                        "delta1",
                        "stop1",
                        "start2",
                        "delta2",
                        "delta2",
                        "stop2",
                        "start3",
                        "stop3",
                        "start4",
                        "delta4",
                        "stop4",
                        "message_delta",
                        "message_stop");
        assertThat(stream)
                .contains(
                        "\"delta\":{\"type\":\"signature_delta\",\"signature\":\"seal\"}",
                        "\"stop_reason\":\"tool_use\"")
                .containsPattern("\"id\":\"call_\\w+\",\"name\":\"n\"");
    }

    @Test
    void aCallThatGoesOnAfterAnotherHasBegunCannotBeSaid() {
        encoded(
                List.of(
                        new ReplyEvent.ToolCallDelta(0, "a", "n", "{"),
                        new ReplyEvent.ToolCallDelta(1, "b", "m", "{}")));

        assertThat(failure(() -> encoder.encode(new ReplyEvent.ToolCallDelta(0, "", "", "}"))))
                .isInstanceOfSatisfying(
                        Failure.BackendBroke.class,
                        broke -> assertThat(broke.backend()).isEqualTo("house"));
    }

    @Test
    void usageTellsWhatWasCachedAndWhatIsEstimated() {
        Usage usage =
                new Usage(10, 4, OptionalLong.of(7), OptionalLong.empty(), Timings.UNKNOWN, true);
        encoded(
                List.of(
                        new ReplyEvent.Text("A"),
                        new ReplyEvent.Finish(FinishReason.LENGTH),
                        new ReplyEvent.UsageReport(usage)));

        assertThat(text(encoder.end()))
                .contains(
                        """
                        "delta":{"stop_reason":"max_tokens","stop_sequence":null},\
                        "usage":{"input_tokens":3,"cache_creation_input_tokens":0,\
                        "cache_read_input_tokens":7,"output_tokens":4},\
                        "chasqui":{"usage_estimated":true}}\
                        """);
    }

    @Test
    void anEditGoesOnInTheBlockThatTheBackendBegan() {
        List<ReplyEvent> events = recorded("litellm/messages-stream");
        StringBuilder stream = new StringBuilder();
        for (ReplyEvent event : events) {
            ReplyEvent edited =
                    event instanceof ReplyEvent.Text more
                            ? new ReplyEvent.Text(more.text().toUpperCase(Locale.ROOT))
                            : event;
            stream.append(text(encoder.encode(edited)));
        }
        stream.append(text(encoder.end()));

        assertThat(
                        shape(
                                stream.toString()
                                        .replace("{\"type\": \"", "{\"type\":\"")
                                        .replace(", \"index\": ", ",\"index\":")))
                .containsExactly(
                        "message_start",
                        "start0",
                        "delta0",
                        "delta0",
                        "delta0",
                        "delta0",
                        "stop0",
                        "message_delta",
                        "message_stop");
        assertThat(stream)
                .contains("\"text\":\"HELLO! \"", "\"cache_read_input_tokens\":22")
                .contains("\"id\": \"msg_f6b18922");
    }

    @Test
    void whatIsAddedInFrontShiftsTheBackendsBlocks() {
        String stream =
                text(encoder.encode(new ReplyEvent.Reasoning("Ours")))
                        + encoded(recorded("ollama-v1/messages-think-stream"))
                        + text(encoder.end());

        assertThat(stream).containsOnlyOnce("message_start\"");
        assertThat(shape(stream))
                .startsWith("message_start", "start0", "delta0", "delta0")
                .contains("stop0", "start1")
                .endsWith("stop1", "message_delta", "message_stop");
    }

    @Test
    void whatIsSaidBesideRidesInTheBackendsOwnEnd() {
        encoded(recorded("litellm/messages-stream"));
        encoder.encode(new ReplyEvent.Note("vote", Json.of("yes")));

        assertThat(text(encoder.end()))
                .startsWith("event: message_delta\ndata: {\"type\":\"message_delta\"")
                .contains("\"chasqui\":{\"vote\":\"yes\"}}\n\n")
                .endsWith("event: message_stop\ndata: {\"type\": \"message_stop\"}\n\n");
    }

    @Test
    void piecesWithoutTheBeginningOfTheirBlockGetOne() {
        List<ReplyEvent> known =
                recorded("ollama-v1/messages-stream").stream()
                        .filter(event -> !(event instanceof ReplyEvent.Raw))
                        .toList();

        assertThat(shape(encoded(known) + text(encoder.end())))
                .containsExactly(
                        "message_start",
                        "start0",
                        "delta0",
                        "delta0",
                        "delta0",
                        "delta0",
                        "stop0",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void textAfterTheEndTakesTheEndBack() {
        encoded(recorded("litellm/messages-stream"));
        String more = text(encoder.encode(new ReplyEvent.Text("Sources: a")));

        assertThat(shape(more + text(encoder.end())))
                .containsExactly("start1", "delta1", "stop1", "message_delta", "message_stop");
    }

    @Test
    void aSignOfLifeOpensTheStreamOnce() {
        String stream =
                text(encoder.keepAlive())
                        + text(encoder.encode(new ReplyEvent.Progress("loading")))
                        + encoded(recorded("litellm/messages-stream"))
                        + text(encoder.end());

        assertThat(stream)
                .contains(
                        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
                        "data: {\"type\":\"ping\",\"chasqui\":{\"progress\":\"loading\"}}\n\n")
                .containsOnlyOnce("event: message_start");
    }

    @Test
    void whatBreaksOffHasNoEnd() {
        String stream =
                encoded(recorded("litellm/messages-stream"))
                        + text(
                                encoder.failure(
                                        new Failure.BackendTimeout(
                                                "house", "more", Duration.ofSeconds(1))));

        assertThat(stream)
                .doesNotContain("message_delta", "message_stop")
                .endsWith("\"request_id\":\"x\"}\n\n")
                .contains(
                        "event: error\n"
                            + "data: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\"");
    }

    @Test
    void aReplyWithoutAnythingIsStillAMessage() {
        assertThat(shape(text(encoder.end())))
                .containsExactly("message_start", "message_delta", "message_stop");
    }
}
