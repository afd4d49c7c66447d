package dev.chasqui.adapters.dialects.anthropic;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class AnthropicWholeReplyTest {
    private static final ReplyHead HEAD = new ReplyHead("x", Instant.EPOCH);
    private static final String REPLY =
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[\
            {"type":"thinking","thinking":"Hm","signature":"s"},\
            {"type":"redacted_thinking","data":"d"},\
            {"type":"text","text":"Hi"}],"stop_reason":"refusal","stop_sequence":null,\
            "usage":{"input_tokens":1,"output_tokens":2,"service_tier":"x"}}\
            """;

    private static String whole(List<ReplyEvent> events) {
        return text(
                new AnthropicMessages()
                        .whole(
                                new Incoming.Chat(
                                        ChatRequest.of("m", false, Conversation.of(List.of())),
                                        List.of()),
                                HEAD,
                                events));
    }

    private static List<ReplyEvent> read() {
        return AnthropicReplyReader.whole("b", REPLY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aReplyOfAnotherDialectIsBuilt() {
        assertThat(
                        whole(
                                List.of(
                                        new ReplyEvent.Reasoning("A"),
                                        new ReplyEvent.Reasoning("", "s", null),
                                        new ReplyEvent.Reasoning("B"),
                                        new ReplyEvent.Text("Hi"),
                                        new ReplyEvent.ToolCallDelta(0, "c", "n", "{\"a\":"),
                                        new ReplyEvent.ToolCallDelta(0, "", "", "1.0}"),
                                        new ReplyEvent.Finish(FinishReason.STOP),
                                        new ReplyEvent.UsageReport(Usage.of(3, 4)))))
                .isEqualTo(
                        """
                        {"id":"msg_x","type":"message","role":"assistant","model":"m","content":[\
                        {"type":"thinking","thinking":"A","signature":"s"},\
                        {"type":"thinking","thinking":"B","signature":""},\
                        {"type":"text","text":"Hi"},\
                        {"type":"tool_use","id":"c","name":"n","input":{"a":1.0}}],\
                        "stop_reason":"tool_use","stop_sequence":null,\
                        "usage":{"input_tokens":3,"cache_creation_input_tokens":0,\
                        "cache_read_input_tokens":0,"output_tokens":4}}\
                        """);
    }

    @Test
    void argumentsThatAreNoObjectCannotBeSaid() {
        assertThat(failure(() -> whole(List.of(new ReplyEvent.ToolCallDelta(0, "c", "n", "[1]")))))
                .isInstanceOf(Failure.BackendBroke.class);
    }

    @Test
    void aNoteLeavesAllElseAsItCame() {
        List<ReplyEvent> events = new ArrayList<>(read());
        events.add(new ReplyEvent.Note("vote", Json.of("yes")));

        assertThat(whole(events))
                .isEqualTo(
                        REPLY.substring(0, REPLY.length() - 1)
                                + ",\"chasqui\":{\"vote\":\"yes\"}}");
    }

    @Test
    void anEditedTextReplacesTheContentAlone() {
        List<ReplyEvent> events =
                read().stream()
                        .map(
                                event ->
                                        event instanceof ReplyEvent.Text
                                                ? new ReplyEvent.Text("Bye")
                                                : event)
                        .toList();

        assertThat(whole(events))
                .contains(
                        "\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},"
                            + "{\"type\":\"text\",\"text\":\"Bye\"}],\"stop_reason\":\"refusal\"",
                        "\"service_tier\":\"x\"");
    }

    @Test
    void anErrorWithStatus200IsNoReply() {
        byte[] error =
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(failure(() -> AnthropicReplyReader.whole("b", error)))
                .isInstanceOfSatisfying(
                        Failure.BackendFailed.class,
                        failed -> assertThat(failed.said()).isEqualTo(Optional.of("no")));
    }

    @Test
    void anOverloadedServerIsGivenTheTimeThatItAsksFor() {
        AnthropicBackendCodec codec = new AnthropicBackendCodec();
        Optional<Duration> asked = Optional.of(Duration.ofSeconds(9));

        assertThat(codec.decodeError("b", 529, new byte[0], asked))
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(503);
                            assertThat(refused.retryAfter()).isEqualTo(asked);
                        });
        assertThat(codec.decodeError("b", 529, new byte[0], Optional.empty()))
                .isInstanceOf(Failure.Overloaded.class);
    }
}
