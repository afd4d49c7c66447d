package dev.chasqui.adapters.upstream.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.HttpReply;
import dev.chasqui.plugin.service.HttpRequest;
import dev.chasqui.plugin.service.HttpStream;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The rules of HTTP clients for plug-ins. */
abstract class HttpContract {
    abstract Http http();

    /** Prepares the answer to a request; returns the address of the path. */
    abstract String answer(String method, String path, int status, String body);

    /** Returns the address of a host that does not answer. */
    abstract String unreachable();

    @Test
    void anAnswerOfEveryStatusIsWhole() {
        for (int status : new int[] {200, 404, 500}) {
            String url = answer("GET", "/a" + status, status, "text ä");

            HttpReply reply = http().send(HttpRequest.get(url), new Cancellation());

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text()).isEqualTo("text ä");
        }
    }

    @Test
    void aStreamGivesTheBodyInPiecesAndEnds() {
        String url = answer("GET", "/stream", 200, "one two three");
        ByteArrayOutputStream read = new ByteArrayOutputStream();

        try (HttpStream stream = http().open(HttpRequest.get(url), new Cancellation())) {
            assertThat(stream.status()).isEqualTo(200);
            for (byte[] piece = stream.body().next(); piece != null; piece = stream.body().next()) {
                read.writeBytes(piece);
            }
            assertThat(stream.body().next()).isNull();
        }
        assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("one two three");
    }

    @Test
    void aBodyThatIsTooLargeIsAFailureThatNamesTheHost() {
        String url = answer("GET", "/large", 200, "x".repeat(101));
        HttpRequest request = HttpRequest.get(url).atMost(100);

        assertThatThrownBy(() -> http().send(request, new Cancellation()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> {
                            assertThat(e.failure()).isInstanceOf(Failure.BackendFailed.class);
                            assertThat(e.failure().message())
                                    .contains(request.uri().getHost(), "100 bytes");
                        });
    }

    @Test
    void aHostWithoutAnAnswerIsAFailureThatNamesItAndNoHeaderOrPath() {
        HttpRequest request =
                HttpRequest.get(unreachable() + "/s3cret?key=s3cret").with("X-Key", "s3cret");

        assertThatThrownBy(() -> http().send(request, new Cancellation()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> {
                            assertThat(e.failure()).isInstanceOf(Failure.BackendUnreachable.class);
                            assertThat(e.failure().message()).contains(request.uri().getHost());
                            assertThat(String.valueOf(e)).doesNotContain("s3cret");
                        });
        assertThat(request.toString()).doesNotContain("s3cret");
    }

    @Test
    void aCancelledCallIsNotMade() {
        HttpRequest request = HttpRequest.get(answer("GET", "/c", 200, "x"));
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();

        assertThatThrownBy(() -> http().send(request, cancelled))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    }
}
