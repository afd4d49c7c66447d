package dev.chasqui.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

class RecordingTest {

    @Test
    void aStreamHasItsPiecesWithTheirTimes() {
        Recording recording = Recording.load("llama-server/chat-stream");

        assertThat(recording.note()).isEqualTo("plain question, streamed");
        assertThat(recording.request().method()).isEqualTo("POST");
        assertThat(recording.request().path()).isEqualTo("/v1/chat/completions");
        assertThat(recording.request().body()).hasSize(77);
        assertThat(recording.response().status()).isEqualTo(200);
        assertThat(recording.response().isChunked()).isTrue();
        assertThat(recording.response().pieces())
                .hasSize(6)
                .first()
                .extracting(Piece::at)
                .isEqualTo(Duration.ofNanos(2_100_000));
        assertThat(recording.response().text()).contains("[DONE]\n\n").doesNotContain("␊", "\n. ");
        assertThat(recording.ending())
                .isEqualTo("last chunk; connection closed by server after 0 ms");
        assertThat(recording.closesConnection()).isTrue();
    }

    @Test
    void aContinuationLineBelongsToThePieceAboveIt() {
        String text =
                """
                # made
                GET / HTTP/1.1

                ---
                HTTP/1.1 200 OK

                +1 a␊
                . +b␊
                +2.5 . c
                = last chunk
                """;

        WireMessage message = RecordingParser.parse("made", text).response();

        assertThat(message.pieces()).extracting(Piece::text).containsExactly("a\n+b\n", ". c");
    }

    @Test
    void escapesBecomeTheBytesTheyStandFor() {
        assertThat(RecordingParser.raw("é␍␊⟦ff⟧⟦00⟧z"))
                .isEqualTo(new byte[] {(byte) 0xc3, (byte) 0xa9, 13, 10, (byte) 0xff, 0, 'z'});
        assertThat(RecordingParser.raw("plain"))
                .isEqualTo("plain".getBytes(StandardCharsets.UTF_8));
        assertThat(RecordingParser.raw("")).isEmpty();
    }

    @Test
    void anInterimAnswerStandsBeforeTheAnswer() {
        Recording recording = Recording.load("llama-server/chat-expect-continue");

        assertThat(recording.interim())
                .singleElement()
                .extracting(WireMessage::status)
                .isEqualTo(100);
        assertThat(recording.response().status()).isEqualTo(200);
        assertThat(recording.response().body()).hasSize(621);
        assertThat(recording.ending()).startsWith("content-length reached");
    }

    @Test
    void headersKeepTheirOrderAndAreFoundInWhateverLetters() {
        WireMessage message =
                new WireMessage(
                        "HTTP/1.1 200 OK",
                        List.of(Header.parse("Vary: Origin"), Header.parse("vary:Accept ")),
                        List.of());

        assertThat(message.header("VARY")).contains("Origin");
        assertThat(message.headers("vary")).containsExactly("Origin", "Accept");
        assertThat(message.header("Server")).isEmpty();
    }

    @Test
    void aRequestHasNoStatus() {
        assertThatThrownBy(() -> Recording.load("ollama/chat").request().status())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Recording.load("ollama/nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ollama/nope");
        assertThatThrownBy(() -> Recording.names("nope"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyRecordingOfTheIndexLoadsWithTheBodyThatItsLengthPromises() {
        List<Recording> all =
                Stream.of("ollama", "ollama-v1", "llama-server", "litellm")
                        .flatMap(folder -> Recording.names(folder).stream())
                        .map(Recording::load)
                        .toList();

        assertThat(all).hasSize(750);
        assertThat(all)
                .filteredOn(recording -> recording.ending().startsWith("content-length reached"))
                .filteredOn(recording -> recording.response().header("Content-Length").isPresent())
                .allSatisfy(
                        recording ->
                                assertThat(recording.response().body())
                                        .as(recording.name())
                                        .hasSize(
                                                Integer.parseInt(
                                                        recording
                                                                .response()
                                                                .header("Content-Length")
                                                                .orElseThrow())));
    }
}
