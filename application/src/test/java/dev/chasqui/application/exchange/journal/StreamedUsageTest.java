package dev.chasqui.application.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

class StreamedUsageTest {
    private static final String STREAM =
            """
            : a comment with "usage":{"prompt_tokens":1}

            event: chunk
            data: {"choices":[{"text":"\\"usage\\":{\\"prompt_tokens\\":2}"}],"usage":null}

            data: {"choices":[],"usage": {"prompt_tokens":24,"completion_tokens":5,\
            "prompt_tokens_details":{"cached_tokens":23}},"timings":{}}

            data: [DONE]

            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void theUsageIsFoundHoweverTheStreamIsCut(int length) {
        for (String breaks : new String[] {"\n", "\r\n", "\r"}) {
            Optional<Usage> usage = read(STREAM.replace("\n", breaks), length);

            assertThat(usage).map(Usage::promptTokens).contains(24L);
            assertThat(usage).map(Usage::completionTokens).contains(5L);
            assertThat(usage.orElseThrow().cachedTokens()).hasValue(23);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 40_000, 65_536, 1_000_000})
    void theUsageBehindALongImageIsFound(int length) {
        String event =
                "data: {\"b64_json\":\""
                        + "A".repeat(300_000)
                        + "\",\"usage\":{\"input_tokens\":50,\"output_tokens\":60}}\n\n";

        assertThat(read(event, length)).contains(Usage.of(50, 60));
        assertThat(read("data: {\"b64_json\":\"" + "A".repeat(300_000) + "\"}\n\n", length))
                .isEmpty();
    }

    @Test
    void theLastUsageCountsAlsoWithoutABlankLineBehindIt() {
        assertThat(
                        read(
                                "data:{\"usage\":{\"prompt_tokens\":1}}\n\n"
                                        + "data:{\"usage\":{\"prompt_tokens\":2}}",
                                10))
                .contains(Usage.of(2, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"usage\":7}\n",
                "data: {\"usage\":{\"prompt_tokens\":\n",
                "data: {\"usage\":{\"prompt_tokens\":\"7\"}}\n",
                "data: {\"usage\":{,}}\n",
                "data: {\"type\":\"usage\"}\n",
                "data: \"usage\"",
                "event: {\"usage\":{\"prompt_tokens\":7}}\n",
                "\n\n\n",
                ""
            })
    void eventsWithoutOneAreNoFailure(String stream) {
        assertThat(read(stream, 5)).isEmpty();
    }

    private static Optional<Usage> read(String stream, int length) {
        StreamedUsage reader = new StreamedUsage();
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += length) {
            var _ = reader.read(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)));
        }
        return reader.finish();
    }
}
