package dev.chasqui.adapters.dialects.anthropic;

import static dev.chasqui.adapters.dialects.Texts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

class AnthropicStreamDecoderTest {
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":3,"
                    + "\"cache_creation_input_tokens\":4,\"cache_read_input_tokens\":5}}}";
    private static final String DELTA =
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"output_tokens\":6}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    private static Streams.Outcome play(String... data) {
        String stream =
                List.of(data).stream()
                        .map(each -> "data: " + each + "\n\n")
                        .collect(Collectors.joining());
        return Streams.play(
                new AnthropicStreamDecoder("b"), stream.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void usageIsGatheredFromBothEnds() {
        assertThat(play(START, DELTA, STOP).events())
                .filteredOn(ReplyEvent.UsageReport.class::isInstance)
                .map(event -> ((ReplyEvent.UsageReport) event).usage())
                .singleElement()
                .satisfies(
                        usage -> {
                            assertThat(usage.promptTokens()).isEqualTo(12);
                            assertThat(usage.cachedTokens()).hasValue(5);
                            assertThat(usage.completionTokens()).isEqualTo(6);
                        });
    }

    @Test
    void anEventWithoutANameGetsTheOneOfItsType() {
        assertThat(play(START, DELTA, STOP).events().getFirst().frame())
                .satisfies(
                        frame ->
                                assertThat(text(frame.bytes()))
                                        .isEqualTo(
                                                "event: message_start\ndata: " + START + "\n\n"));
    }

    @Test
    void argumentsThatComeWithTheBeginningOfACallCount() {
        String begin =
                "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":"
                    + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{\"a\":1}}}";
        String end = "{\"type\":\"content_block_stop\",\"index\":3}";

        assertThat(play(START, begin, end, DELTA, STOP).events())
                .filteredOn(ReplyEvent.ToolCallDelta.class::isInstance)
                .map(event -> ((ReplyEvent.ToolCallDelta) event).arguments())
                .containsExactly("", "{\"a\":1}");
    }

    @Test
    void aSignatureTravelsWithTheThoughts() {
        String sealed =
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                        + "{\"type\":\"signature_delta\",\"signature\":\"seal\"}}";

        assertThat(play(START, sealed, DELTA, STOP).events())
                .filteredOn(ReplyEvent.Reasoning.class::isInstance)
                .map(event -> ((ReplyEvent.Reasoning) event).signature())
                .containsExactly("seal");
    }

    @Test
    void anOverloadedServerSaysToComeAgain() {
        assertThat(
                        play("{\"type\":\"error\",\"error\":"
                                        + "{\"type\":\"overloaded_error\",\"message\":\"x\"}}")
                                .failure())
                .get()
                .isInstanceOf(Failure.Overloaded.class);
    }

    @Test
    void aStopReasonAtTheEndOfTheTransportIsAnEnd() {
        assertThat(play(START, DELTA).failure()).isEmpty();
        assertThat(play(START).failure()).get().isInstanceOf(Failure.BackendBroke.class);
        assertThat(play().failure()).get().isInstanceOf(Failure.BackendBroke.class);
    }

    @Test
    void whatIsNoStreamOfThisDialectFails() {
        assertThat(play("[1]").failure()).get().isInstanceOf(Failure.BackendFailed.class);
        assertThat(play("{\"type\":").failure()).get().isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void whatComesAfterTheEndIsIgnored() {
        Streams.Outcome outcome = play(START, DELTA, STOP, "nonsense");

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.events().getLast()).isInstanceOf(ReplyEvent.Raw.class);
    }
}
