package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.RawHttp;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Optional;

/**
 * A client that may send one request at a time, and sends the next one on another connection as
 * soon as it has seen the end of an answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NextRequestTest {
    private static final int REQUESTS = 60;

    private final FakeBackend backend =
            FakeOpenAi.start("tiny")
                    .on("POST", "/v1/completions", Answer.play("llama-server/completions-stream"))
                    .on("POST", "/completion", Answer.play("llama-server/completion-native"))
                    .on(
                            "POST",
                            "/v1/embeddings",
                            Answer.json(
                                    200,
                                    "{\"data\":[{\"index\":0,\"embedding\":[1,0]}],"
                                            + "\"usage\":{\"prompt_tokens\":1}}"));

    private final StartedServer server =
            StartedServer.of(
                    "{\"backends\":[%s],\"keys\":[%s]}"
                            .formatted(
                                    StartedServer.backendConfig("backend", backend, "openai"),
                                    Keys.entry("one", "user", "\"*\"")
                                            .replaceFirst(
                                                    "}$",
                                                    ",\"limits\":{\"concurrency\":1,"
                                                            + "\"tokens\":\"900000/1h\"}}")));

    @AfterAll
    void close() {
        server.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, true, [DONE]",
        "/v1/chat/completions, false, ",
        "/v1/messages, true, message_stop",
        "/v1/messages, false, ",
        "/api/chat, true, '\"done\":true'",
        "/api/chat, false, ",
        "/api/generate, true, '\"done\":true'",
        "/v1/completions, true, [DONE]",
        "/completion, false, ",
        "/v1/embeddings, false, ",
        "/api/embed, false, ",
        "/v1/messages/count_tokens, false, "
    })
    void isNeverRefused(String path, boolean stream, @Nullable String end) throws IOException {
        String body =
                Client.question(
                        "Hi", stream, "\"max_tokens\":5", "\"prompt\":\"Hi\"", "\"input\":\"Hi\"");
        String sent =
                path.startsWith("/v1/messages") || path.endsWith("/chat/completions")
                        ? Client.question("Hi", stream, "\"max_tokens\":5")
                        : body;
        try (Connection one = new Connection(server.port());
                Connection two = new Connection(server.port())) {
            for (int i = 0; i < REQUESTS; i++) {
                Connection now = i % 2 == 0 ? one : two;
                now.readRest();
                now.http.post(path, sent, Keys.bearer("one"));
                assertThat(now.http.readHead().status()).as("request " + i).isEqualTo(200);
                now.readTo(end);
            }
        }
    }

    /** A connection whose last answer may have a rest that was not read. */
    private static final class Connection implements AutoCloseable {
        private final RawHttp http;
        private boolean rest;

        Connection(int port) {
            http = RawHttp.connect(port);
        }

        /** Reads the answer until a text, or to its end if the text is null. */
        void readTo(@Nullable String end) throws IOException {
            StringBuilder text = new StringBuilder();
            rest = true;
            while (rest && (end == null || text.indexOf(end) < 0)) {
                Optional<Piece> piece = http.readPiece();
                piece.ifPresent(some -> text.append(some.text()));
                rest = piece.isPresent();
            }
        }

        void readRest() throws IOException {
            if (rest) {
                readTo(null);
            }
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
