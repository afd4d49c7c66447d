package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The regular checks of backends, and what {@code /health} says of those that fail. */
class CheckedBackendsTest {
    private static final String MODELS = "/v1/models";
    private static final int SOME = 10;

    private final RoutedBackends backends = new RoutedBackends();
    private FakeBackend bad;
    private FakeBackend good;
    private StartedServer server;

    @BeforeEach
    void start() throws IOException {
        bad = backends.backend("bad", "tiny");
        good = backends.backend("good", "tiny");
        server =
                backends.server(
                        "\"routing\":{\"strategy\":\"round_robin\",\"firstEjection\":\"30s\","
                                + "\"checks\":{\"interval\":\"100ms\",\"failing\":2,"
                                + "\"recovering\":2}}",
                        entry("bad", bad, ""),
                        entry("good", good, ""));
        Polled.until("both have the model", () -> backendOf(ask(server)).equals("bad"));
    }

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    private String get(String path) throws IOException {
        return RawHttp.get(server.port(), path).text();
    }

    private boolean isBad(String state) throws IOException {
        return get("/admin/backends")
                .matches("(?s).*\"name\":\"bad\",[^}]*\"state\":\"" + state + "\".*");
    }

    @Test
    void aBackendWhoseChecksFailGetsNoRequestsUntilTheyPass() throws IOException {
        bad.on("GET", MODELS, status(500, ""));
        Polled.until("its checks have failed", () -> isBad("down"));
        bad.forget();

        for (int i = 0; i < SOME; i++) {
            assertThat(backendOf(ask(server))).isEqualTo("good");
        }
        assertThat(bad.received(CHAT)).isEmpty();
        assertThat(get("/health")).contains("\"status\":\"degraded\"", "backend bad is down");
        assertThat(
                        RawHttp.post(
                                        server.port(),
                                        "/admin/route/explain",
                                        QUESTION.formatted("tiny"))
                                .text())
                .contains("its checks fail: it answered with status 500");

        bad.on("GET", MODELS, FakeOpenAi.models("tiny"));
        Polled.until("it is back", () -> backendOf(ask(server)).equals("bad"));
        Polled.until("all is well", () -> get("/health").contains("\"status\":\"ok\""));
    }

    @Test
    void aBackendWhoseChecksFailIsAskedWhereNoOtherOneIsLeft() throws IOException {
        bad.on("GET", MODELS, status(500, ""));
        Polled.until("its checks have failed", () -> isBad("down"));

        good.close();

        assertThat(backendOf(ask(server))).isEqualTo("bad");
    }

    @Test
    void theHealthIsDegradedWhileABackendIsEjected() throws IOException {
        bad.on("POST", CHAT, status(500, ""));
        Polled.until(
                "it is ejected",
                () -> {
                    var _ = ask(server);
                    return isBad("ejected");
                });

        assertThat(get("/health"))
                .contains("\"status\":\"degraded\"", "backend bad gets few requests now");
    }
}
