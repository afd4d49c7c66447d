package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;

/** The end of a server's process after a signal. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its processes get no signals")
class StopTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir private Path folder;

    private LaunchedServer launch(FakeBackend backend, String server) throws IOException {
        return LaunchedServer.launch(
                folder,
                "{\"server\":{%s},\"backends\":[%s]}"
                        .formatted(server, StartedServer.backendConfig("a", backend, "openai")));
    }

    private static String question(boolean stream) {
        return """
        {"model":"tiny","stream":%s,"messages":[{"role":"user","content":"Hi"}]}\
        """
                .formatted(stream);
    }

    private static void awaitStatus(int port, int status) throws IOException {
        Polled.until(
                "the probe answers " + status,
                () -> RawHttp.get(port, "/health/ready").status() == status);
    }

    private static void awaitClosedListener(int port) {
        Polled.until("the port is closed", () -> !isListening(port));
    }

    /**
     * A connection that was not accepted when the listener was closed is reset, which proves
     * nothing.
     */
    private static boolean isListening(int port) {
        try {
            RawHttp.connect(port).close();
            return true;
        } catch (UncheckedIOException e) {
            return !(e.getCause() instanceof ConnectException);
        }
    }

    @Test
    void whatRunsGoesOnToItsEndAndNothingNewIsTaken() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                LaunchedServer server = launch(backend, "\"drainDelay\":\"2s\"")) {
            int port = server.awaitPort();
            backend.on(
                    "POST",
                    CHAT,
                    FakeOpenAi.chat("one two three four five six seven", Duration.ofMillis(600)));
            try (RawHttp streaming = RawHttp.connect(port);
                    RawHttp kept = RawHttp.connect(port);
                    RawHttp idle = RawHttp.connect(port)) {
                assertThat(idle.request("GET", "/v1/models", "").readResponse().status())
                        .isEqualTo(200);
                assertThat(
                                kept.request("GET", "/v1/models", "")
                                        .readResponse()
                                        .header("Connection"))
                        .isEmpty();
                assertThat(streaming.post(CHAT, question(true)).readHead().status()).isEqualTo(200);

                server.signal("TERM");

                awaitStatus(port, 503);
                WireMessage last = kept.request("GET", "/v1/models", "").readResponse();
                assertThat(last.status()).isEqualTo(200);
                assertThat(last.header("Connection")).contains("close");
                assertThat(kept.isClosedWithin(PATIENCE)).isTrue();
                awaitClosedListener(port);
                assertThat(idle.isClosedWithin(PATIENCE)).isTrue();
                assertThat(text(streaming)).contains("seven", "[DONE]").doesNotContain("error");
            }
            assertThat(server.awaitEnd()).isZero();
        }
    }

    @Test
    void whatTakesTooLongIsToldSo() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                LaunchedServer server = launch(backend, "\"grace\":\"200ms\"")) {
            int port = server.awaitPort();
            backend.on("POST", CHAT, FakeOpenAi.chat("one two", Duration.ofMinutes(1)));
            try (RawHttp streaming = RawHttp.connect(port);
                    RawHttp whole = RawHttp.connect(port)) {
                assertThat(streaming.post(CHAT, question(true)).readHead().status()).isEqualTo(200);
                backend.on("POST", CHAT, Answer.stall());
                whole.post(CHAT, question(false));
                var _ = backend.awaitRequests(CHAT, 2);

                server.signal("TERM");

                assertThat(text(streaming))
                        .contains("\"error\"", "stopping")
                        .doesNotContain("[DONE]");
                assertThat(whole.readResponse().status()).isEqualTo(503);
            }
            assertThat(server.awaitEnd()).isZero();
            assertThat(server.said()).anyMatch(line -> line.contains("after server.grace"));
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                LaunchedServer server = launch(backend, "\"grace\":\"1h\"")) {
            int port = server.awaitPort();
            backend.on("POST", CHAT, FakeOpenAi.chat("one two", Duration.ofMinutes(1)));
            try (RawHttp streaming = RawHttp.connect(port)) {
                assertThat(streaming.post(CHAT, question(true)).readHead().status()).isEqualTo(200);

                server.signal("INT");
                awaitClosedListener(port);
                server.signal("TERM");

                assertThat(server.awaitEnd()).isZero();
                assertThatThrownBy(() -> text(streaming)).isInstanceOf(IOException.class);
            }
        }
    }

    private static String text(RawHttp client) throws IOException {
        StringBuilder text = new StringBuilder();
        for (var piece = client.readPiece(); piece.isPresent(); piece = client.readPiece()) {
            text.append(piece.get().text());
        }
        return text.toString();
    }
}
