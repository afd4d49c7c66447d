package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.HEAD;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.decoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.encoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.incoming;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.operation;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.recordings;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.withoutFrames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The replies of a real Ollama, byte for byte, through the decoders and encoders. */
public class OllamaRecordedRepliesTest {
    private static final Set<String> NO_REPLIES =
            Set.of(
                    // It holds the prompt instead of an answer, and no end: an aid for Ollama's
                    // developers.
                    "ollama/chat-debug-render",
                    "ollama/generate-debug-render",
                    // These break off.
                    "ollama/chat-stream-runner-dies",
                    "ollama/chat-stream-runner-dies-go",
                    "ollama/generate-stream-runner-dies");

    /** The size in bytes up to which a body is cut at every byte; a longer one is cut at random. */
    private static final int SMALL = 2_000;

    private static final int RANDOM_CUTS = 30;

    static Stream<Recording> replies() {
        return recordings(200).filter(recording -> !NO_REPLIES.contains(recording.name()));
    }

    public static Stream<Recording> streams() {
        return replies().filter(OllamaRecordedRepliesTest::isStream);
    }

    static Stream<Recording> wholes() {
        return replies().filter(recording -> !isStream(recording));
    }

    private static boolean isStream(Recording recording) {
        return recording
                .response()
                .header("Content-Type")
                .filter("application/x-ndjson"::equals)
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamSaysTheSameWhereverItIsCut(Recording recording) {
        byte[] body = recording.response().body();
        List<ReplyEvent> expected = withoutFrames(decoded(pieces(recording)));

        assertThat(expected).hasAtLeastOneElementOfType(ReplyEvent.Finish.class);
        for (List<byte[]> pieces : cuts(body)) {
            assertThat(withoutFrames(decoded(pieces))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anUneditedStreamGoesOutAsItCame(Recording recording) {
        StreamEncoder encoder = operation(recording).streamEncoder(incoming(recording), HEAD);

        assertThat(text(encoded(encoder, decoded(pieces(recording)))))
                .isEqualTo(recording.response().text());
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void anUneditedWholeReplyGoesOutAsItCame(Recording recording) {
        Incoming.Chat incoming = incoming(recording);
        List<ReplyEvent> events =
                BACKEND.decodeWhole("b", incoming.request(), recording.response().body());

        assertThat(text(operation(recording).whole(incoming, HEAD, events)))
                .isEqualTo(recording.response().text());
    }

    @ParameterizedTest
    @MethodSource("replies")
    void whatIsWrittenAnewSaysTheSame(Recording recording) {
        List<ReplyEvent> events = withoutFrames(decoded(pieces(recording)));
        StreamEncoder encoder = operation(recording).streamEncoder(incoming(recording), HEAD);

        assertThat(said(decoded(List.of(encoded(encoder, events))))).isEqualTo(said(events));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-stream", "chat-stream-runner-dies", "generate-stream"})
    void aStreamThatIsCutShortIsBroken(String name) {
        byte[] body = Recording.load("ollama/" + name).response().body();
        int lastLine = text(body).lastIndexOf('\n', body.length - 2);

        for (int length = 0; length <= lastLine + 1; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThat(Failing.failure(() -> decoded(List.of(cut))))
                    .isInstanceOf(Failure.BackendBroke.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-stream-runner-dies",
                "chat-stream-runner-dies-go",
                "generate-stream-runner-dies"
            })
    void aRunnerThatDiesBreaksTheReplyInItsOwnWords(String name) {
        Recording recording = Recording.load("ollama/" + name);

        assertThat(Failing.failure(() -> decoded(pieces(recording))))
                .isEqualTo(
                        new Failure.BackendBroke(
                                "b",
                                "it sent an error",
                                Optional.of(
                                        "an error was encountered while running the model:"
                                                + " unexpected EOF")));
    }

    private static List<byte[]> pieces(Recording recording) {
        return recording.response().pieces().stream().map(Piece::bytes).toList();
    }

    /**
     * Returns the events with joined texts and reasoning, since one line may hold the content of
     * two events.
     */
    private static List<Object> said(List<ReplyEvent> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<Object> rest = new ArrayList<>();
        for (ReplyEvent event : withoutFrames(events)) {
            switch (event) {
                case ReplyEvent.Text more -> text.append(more.text());
                case ReplyEvent.Reasoning more -> reasoning.append(more.text());
                default -> rest.add(event);
            }
        }
        rest.add(text.toString());
        rest.add(reasoning.toString());
        return rest;
    }

    private static List<List<byte[]>> cuts(byte[] body) {
        List<List<byte[]>> cuts = new ArrayList<>();
        if (body.length <= SMALL) {
            for (int at = 0; at <= body.length; at++) {
                cuts.add(cut(body, at, at));
            }
        } else {
            Random random = new Random(body.length);
            for (int i = 0; i < RANDOM_CUTS; i++) {
                int one = random.nextInt(body.length);
                int other = random.nextInt(body.length);
                cuts.add(cut(body, Math.min(one, other), Math.max(one, other)));
            }
        }
        return cuts;
    }

    private static List<byte[]> cut(byte[] body, int from, int to) {
        return List.of(
                Arrays.copyOf(body, from),
                Arrays.copyOfRange(body, from, to),
                Arrays.copyOfRange(body, to, body.length));
    }
}
