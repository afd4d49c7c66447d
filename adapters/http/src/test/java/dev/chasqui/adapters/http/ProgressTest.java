package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Progress that agents report before a reply begins. */
class ProgressTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Header ANNOUNCING = new Header("X-Chasqui-Agents", "announcing");

    @Test
    void aFailureThatComesSoonHasItsStatusAllTheSame() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer =
                    RawHttp.post(server.port(), CHAT, ask("refuses", true), ANNOUNCING);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).doesNotContain("step");
        }
    }

    @Test
    void aReplyThatComesSoonDropsWhatWasToldBefore() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("hello", true), ANNOUNCING);
            assertThat(answer.text()).contains("hello ").doesNotContain("step");
        }
    }

    @Test
    void aClientThatWaitsSeesTheLatestProgress() throws Exception {
        try (TestServer server =
                        TestServer.startWith(t -> t.withShowProgress(Duration.ofMillis(50)));
                RawHttp client = server.connect()) {
            client.post(CHAT, ask("silent", true), ANNOUNCING);
            assertThat(client.readHead().status()).isEqualTo(200);
            String first = client.readPiece().orElseThrow().text();
            assertThat(first)
                    .contains("\"reasoning_content\":\"step 5\\n\"")
                    .contains("\"reasoning_content\":\"step 20\\n\"")
                    .doesNotContain("step 4\\n");
        }
    }

    @Test
    void headersThatGoOutBeforeThatTakeProgressAlong() throws Exception {
        try (TestServer server =
                        TestServer.startWith(t -> t.withHoldHeaders(Duration.ofSeconds(1)));
                RawHttp client = server.connect()) {
            client.post("/api/chat", ask("silent", true), ANNOUNCING);
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text())
                    .hasLineCount(16)
                    .contains("\"content\":\"\"");
        }
    }
}
