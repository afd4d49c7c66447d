package dev.chasqui.bootstrap.sending;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.config;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.exchange.RoutedBackends;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A reload while two backends are asked for one answer. */
class HedgedReloadTest {
    private final RoutedBackends backends = new RoutedBackends();

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    @Test
    void aRunningRequestGoesOnAndTheNextOneHasTheNewRule(@TempDir Path folder) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        FakeBackend first = backends.backend("first", "tiny");
        FakeBackend second = backends.backend("second", "tiny");
        first.on("POST", CHAT, Answer.stall());
        second.on("POST", CHAT, FakeOpenAi.chat("From second").once(gate));
        String both = entry("first", first, "");
        ReloadedServer server =
                backends.closed(
                        ReloadedServer.start(
                                folder,
                                config(
                                        "\"routing\":{\"hedge\":{\"after\":\"50ms\"}}",
                                        both,
                                        entry("second", second, ""))));
        RawHttp client = backends.closed(RawHttp.connect(server.port()));
        client.post(CHAT, QUESTION.formatted("tiny"));
        var _ = second.awaitRequest(CHAT);

        assertThat(server.reload(config("\"models\":{}", both)).status()).isEqualTo(200);
        gate.countDown();

        assertThat(client.readResponse().text()).contains("From second");
        first.awaitRequest(CHAT).awaitHangUp(Duration.ofSeconds(10));

        first.on("POST", CHAT, FakeOpenAi.chat("From first").after(Duration.ofMillis(200)));
        assertThat(backendOf(ask(server.port(), "tiny"))).isEqualTo("first");
        assertThat(second.received(CHAT)).hasSize(1);
    }
}
