package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The progress of a loading model, and the clients that see it. */
class LoadingProgressTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String SHOWN = "\"reasoning_content\":\"" + TestPool.PROGRESS + "\\n\"";

    @ParameterizedTest
    @CsvSource({"on, false", "ON, false", ", true", "on, true"})
    void aStreamThatWantsItShowsIt(@Nullable String header, boolean setting) throws Exception {
        try (TestPool pool = TestPool.hesitating("m");
                TestServer server = start(pool, setting);
                RawHttp client = server.connect()) {
            client.post(CHAT, ask("m", true), headers(header));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).contains(SHOWN);
            pool.let();
            assertThat(client.readPiece().orElseThrow().text()).contains("hello ");
        }
    }

    @ParameterizedTest
    @CsvSource({", false", "off, false", "off, true"})
    void anyOtherStreamHasKeepAlivesAlone(@Nullable String header, boolean setting)
            throws Exception {
        try (TestPool pool = TestPool.hesitating("m");
                TestServer server =
                        TestServer.startBefore(
                                pool,
                                settings -> TestServer.holdingBriefly(setting(settings, setting)));
                RawHttp client = server.connect()) {
            client.post(CHAT, ask("m", true), headers(header));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).startsWith(":");
            pool.let();
            StringBuilder rest = new StringBuilder();
            for (var piece = client.readPiece(); piece.isPresent(); piece = client.readPiece()) {
                rest.append(piece.get().text());
            }
            assertThat(rest).contains("hello ").doesNotContain(TestPool.PROGRESS);
        }
    }

    @Test
    void aKeyMayWantItForAllThatItsOwnerAsks() throws Exception {
        try (TestPool pool = TestPool.hesitating("m");
                TestServer server = TestServer.startWithKeysBefore(pool, TestServer::showingSoon);
                RawHttp client = server.connect()) {
            client.post(CHAT, ask("m", true), new Header("x-api-key", TestServer.SEEING_KEY));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).contains(SHOWN);
            pool.let();
        }
    }

    @Test
    void aWholeAnswerHasNoneOfIt() throws Exception {
        try (TestPool pool = TestPool.of("m");
                TestServer server = start(pool, true)) {
            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("m", false), headers("on"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("hello world").doesNotContain(TestPool.PROGRESS);
        }
    }

    @Test
    void anythingButOnAndOffIsRefused() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer =
                    RawHttp.post(server.port(), CHAT, ask("hello", true), headers("maybe"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("X-Chasqui-Progress: maybe (expected: on or off)");
        }
    }

    private static TestServer start(TestPool pool, boolean setting) {
        return TestServer.startBefore(
                pool, settings -> TestServer.showingSoon(setting(settings, setting)));
    }

    private static ServerSettings setting(ServerSettings settings, boolean show) {
        return show ? TestServer.showingLoading(settings) : settings;
    }

    private static Header[] headers(@Nullable String progress) {
        return progress == null
                ? new Header[0]
                : new Header[] {new Header("X-Chasqui-Progress", progress)};
    }
}
