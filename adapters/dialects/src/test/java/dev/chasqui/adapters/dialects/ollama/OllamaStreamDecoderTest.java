package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.decoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.request;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.withoutFrames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.ReplyEvent.Finish;
import dev.chasqui.domain.reply.ReplyEvent.Opened;
import dev.chasqui.domain.reply.ReplyEvent.Reasoning;
import dev.chasqui.domain.reply.ReplyEvent.Text;
import dev.chasqui.domain.reply.ReplyEvent.ToolCallDelta;
import dev.chasqui.domain.reply.ReplyEvent.UsageReport;
import dev.chasqui.domain.reply.Timings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class OllamaStreamDecoderTest {
    private static final String DONE =
            "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true}\n";

    @Test
    void oneLineMaySayManyThings() {
        List<ReplyEvent> events =
                decoded(
                        "{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"thinking\":\"Hm\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"z\":1,\"a\":2}}}]},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":10,\"eval_count\":3}\n");

        assertThat(withoutFrames(events))
                .startsWith(
                        new Opened(Role.ASSISTANT),
                        new Reasoning("Hm"),
                        new Text("Hi"),
                        new ToolCallDelta(0, "a", "f", "{\"z\":1,\"a\":2}"),
                        new Finish(FinishReason.TOOL_CALLS))
                .hasSize(6);
        assertThat(events)
                .allSatisfy(event -> assertThat(event.frame()).isSameAs(events.get(0).frame()));
    }

    @Test
    void usageHasItsCountsAndTimes() {
        List<ReplyEvent> events =
                decoded(
                        "{\"response\":\"x\",\"done\":true,\"total_duration\":10,\"load_duration\":1,\"eval_count\":3,\"prompt_eval_duration\":4,\"eval_duration\":5}\n");

        assertThat(((UsageReport) events.getLast()).usage())
                .satisfies(
                        usage -> {
                            assertThat(usage.promptTokens()).isZero();
                            assertThat(usage.completionTokens()).isEqualTo(3);
                            assertThat(usage.timings())
                                    .isEqualTo(
                                            new Timings(
                                                    Duration.ofNanos(10),
                                                    Duration.ofNanos(1),
                                                    Duration.ofNanos(4),
                                                    Duration.ofNanos(5)));
                        });
    }

    @Test
    void callsCountOverTheWholeStreamAndGetIdsWhereTheyHaveNone() {
        String call =
                "{\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":{\"index\":0,"
                        + "\"name\":\"f\",\"arguments\":{}}}]},\"done\":false}\n";
        List<ToolCallDelta> calls =
                decoded(call + call + DONE).stream()
                        .filter(ToolCallDelta.class::isInstance)
                        .map(ToolCallDelta.class::cast)
                        .toList();

        assertThat(calls).extracting(ToolCallDelta::index).containsExactly(0, 1);
        assertThat(calls).extracting(ToolCallDelta::id).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void aMissingReasonIsAStop() {
        assertThat(withoutFrames(decoded(DONE)))
                .containsExactly(new Opened(Role.ASSISTANT), new Finish(FinishReason.STOP));
    }

    @Test
    void aLineWithoutMeaningIsCarried() {
        String line = "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":false}\n";

        assertThat(decoded(line + line + DONE).get(1)).isInstanceOf(ReplyEvent.Raw.class);
    }

    @Test
    void windowsLineEndsAndBlankLinesDoNoHarm() {
        assertThat(
                        withoutFrames(
                                decoded(
                                        "\r\n{\"message\":{\"content\":\"a\"}}\r\n\n"
                                                + DONE.replace("\n", "\r\n"))))
                .contains(new Text("a"), new Finish(FinishReason.STOP));
    }

    @Test
    void aLastLineNeedsNoLineBreak() {
        assertThat(decoded(DONE.strip())).hasAtLeastOneElementOfType(Finish.class);
    }

    @Test
    void whatComesAfterTheEndIsIgnored() {
        assertThat(decoded(DONE + "garbage\n")).hasSize(2);
    }

    @Test
    void whatWasSaidBeforeAFailureIsSaid() {
        StreamDecoder decoder = new OllamaStreamDecoder("b");
        byte[] bytes =
                utf8("{\"message\":{\"content\":\"a\"}}\n{\"error\":\"no more memory\"}\n" + DONE);
        decoder.feed(bytes, 0, bytes.length);

        assertThat(decoder.poll()).isInstanceOf(Opened.class);
        assertThat(decoder.poll()).isInstanceOf(Text.class);
        Failure broken =
                new Failure.BackendBroke("b", "it sent an error", Optional.of("no more memory"));
        assertThat(Failing.failure(decoder::poll)).isEqualTo(broken);
        assertThat(Failing.failure(decoder::poll)).isEqualTo(broken);
        assertThat(decoder.ended()).isFalse();
    }

    @Test
    void somethingElseThanNdjsonIsABackendThatFailed() {
        for (String other : List.of("<html>\n", "[1]\n", "\"x\"\n", "{\"message\":5}\n")) {
            assertThat(Failing.failure(() -> decoded(other)))
                    .isInstanceOf(Failure.BackendFailed.class);
        }
    }

    @Test
    void aLineIsCheckedAlsoWhereNobodyReads() {
        for (String wrong : List.of("{\"y\":1,\"y\":2}", "[01]", "tru")) {
            String line = "{\"message\":{\"content\":\"a\"},\"x\":" + wrong + "}\n";
            assertThat(Failing.failure(() -> decoded(line + DONE)))
                    .isInstanceOf(Failure.BackendFailed.class);
        }
    }

    @Test
    void aWholeReplyWithoutItsEndIsNone() {
        assertThat(
                        Failing.failure(
                                () ->
                                        BACKEND.decodeWhole(
                                                "b",
                                                request("{\"model\":\"m\"}"),
                                                utf8("{\"message\":{\"content\":\"a\"}}"))))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void aWholeReplyMayBeAnError() {
        assertThat(
                        Failing.failure(
                                () ->
                                        BACKEND.decodeWhole(
                                                "b",
                                                request("{\"model\":\"m\"}"),
                                                utf8("{\"error\":\"out of order\"}"))))
                .isEqualTo(
                        new Failure.BackendFailed(
                                "b", "it answered with an error", Optional.of("out of order")));
    }
}
