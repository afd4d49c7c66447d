package dev.chasqui.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

class AnswerEndTest {
    private static final Map<String, String> EVENTS =
            Map.of("content-type", "Text/Event-Stream; charset=utf-8");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 10, 11, 100})
    void theMarkIsSeenHoweverTheStreamIsCut(int length) {
        AnswerEnd end = AnswerEnd.of(EVENTS);
        String before = "data: {\"x\":\"[DONE]\"}\r\n\r\n";

        read(end, before, length);
        assertThat(end.isMarked()).isFalse();
        read(end, "data: [DONE]\r\n\r\n", length);
        assertThat(end.isMarked()).isTrue();
        read(end, "data: more\n\n", length);
        assertThat(end.isMarked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream, identity, false",
        "application/json, , false",
        "text/event-stream, , true"
    })
    void onlyAPlainStreamOfEventsHasAMark(String type, String encoding, boolean marked) {
        AnswerEnd end =
                AnswerEnd.of(
                        encoding == null
                                ? Map.of("content-type", type)
                                : Map.of("content-type", type, "content-encoding", encoding));
        read(end, "[DONE]", 100);
        assertThat(end.isMarked()).isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource({"3, true", "4, false", "-3, false", "3x, false", "'', false"})
    void anAnswerIsWholeByTheLengthThatItsHeadTells(String length, boolean whole) {
        AnswerEnd end = AnswerEnd.of(Map.of("content-length", length));
        read(end, "abc", 2);
        assertThat(end.isWhole()).isEqualTo(whole);
    }

    private static void read(AnswerEnd end, String text, int length) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += length) {
            end.read(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)));
        }
    }
}
