package dev.chasqui.adapters.dialects.reply;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class SseReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void eventsAreTheSameWhereverTheBytesAreCut(String lineEnd) {
        String stream =
                ": ping\n\ndata: {\"ü\":1}\n\ndata:two\n\nevent: x\ndata: 漢😀\ndata: line 2\n\n"
                        .replace("\n", lineEnd);
        byte[] bytes = utf8(stream);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                SseReader reader = new SseReader("b", 1000);
                List<String> data = new ArrayList<>();
                List<String> frames = new ArrayList<>();
                int[] cuts = {0, first, second, bytes.length};
                for (int i = 1; i < cuts.length; i++) {
                    reader.feed(bytes, cuts[i - 1], cuts[i]);
                    drain(reader, data, frames);
                }
                assertThat(data).containsExactly("{\"ü\":1}", "two", "漢😀\nline 2");
                assertThat(String.join("", frames))
                        .isEqualTo(stream.substring(": ping".length() + 2 * lineEnd.length()));
            }
        }
    }

    @Test
    void anEventComesAsSoonAsItsBlankLineBegins() {
        SseReader reader = new SseReader("b", 1000);
        byte[] begun = utf8("data: a\r\n\r");
        reader.feed(begun, 0, begun.length);
        SseReader.Event event = requireNonNull(reader.next());
        assertThat(text(event.frame())).isEqualTo("data: a\r\n\r\n");
        byte[] rest = utf8("\ndata: b\n\n");
        reader.feed(rest, 0, rest.length);
        SseReader.Event after = requireNonNull(reader.next());
        assertThat(text(after.frame())).isEqualTo("data: b\n\n");
    }

    @Test
    void aMarkOfByteOrderAtTheBeginningIsPassedOverWhereverItIsCut() {
        byte[] bytes = utf8("\ufeffdata: a\n\ndata: \ufeffb\n\n");
        for (int cut = 0; cut <= bytes.length; cut++) {
            SseReader reader = new SseReader("b", 1000);
            List<String> data = new ArrayList<>();
            List<String> frames = new ArrayList<>();
            reader.feed(bytes, 0, cut);
            drain(reader, data, frames);
            reader.feed(bytes, cut, bytes.length);
            drain(reader, data, frames);
            assertThat(data).containsExactly("a", "\ufeffb");
            assertThat(frames).containsExactly("data: a\n\n", "data: \ufeffb\n\n");
        }
    }

    @Test
    void commentsIdsAndRetriesDoNotGoOn() {
        assertThat(frames(": note\nid: 7\nretry: 10\ndata: a\ndata: b\n\n"))
                .containsExactly("data: a\ndata: b\n\n");
    }

    @Test
    void fieldsThatOnlyBeginLikeDataAreNone() {
        assertThat(frames("database: x\n\ndata\n\ndata:  two spaces\n\n"))
                .containsExactly("data\n\n", "data:  two spaces\n\n");
    }

    @Test
    void whatIsLeftAtTheEndIsAnEventToo() {
        SseReader reader = new SseReader("b", 1000);
        byte[] bytes = utf8("data: a\n\ndata: [DO");
        reader.feed(bytes, 0, bytes.length);
        reader.finish();
        assertThat(reader.next()).isNotNull();
        SseReader.Event rest = requireNonNull(reader.next());
        assertThat(rest.complete()).isFalse();
        assertThat(text(rest.frame())).isEqualTo("data: [DO\n\n");
        assertThat(reader.next()).isNull();
    }

    @Test
    void anEventWithoutEndIsRefused() {
        SseReader reader = new SseReader("b", 100);
        byte[] bytes = utf8("data: x\n\ndata: " + "x".repeat(100));
        reader.feed(bytes, 0, bytes.length);
        assertThat(reader.next()).isNotNull();
        assertThat(failure(reader::next)).isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void aLongStreamNeedsNoMoreRoomThanItsLongestEvent() {
        SseReader reader = new SseReader("b", 100);
        byte[] bytes = utf8("data: " + "x".repeat(50) + "\n\n");
        int events = 0;
        for (int i = 0; i < 10_000; i++) {
            reader.feed(bytes, 0, bytes.length);
            while (reader.next() != null) {
                events++;
            }
        }
        assertThat(events).isEqualTo(10_000);
    }

    private static List<String> frames(String stream) {
        SseReader reader = new SseReader("b", 1000);
        byte[] bytes = utf8(stream);
        reader.feed(bytes, 0, bytes.length);
        List<String> frames = new ArrayList<>();
        drain(reader, new ArrayList<>(), frames);
        return frames;
    }

    private static void drain(SseReader reader, List<String> data, List<String> frames) {
        for (SseReader.Event event = reader.next(); event != null; event = reader.next()) {
            data.add(text(event.data()));
            frames.add(text(event.frame()));
        }
    }
}
