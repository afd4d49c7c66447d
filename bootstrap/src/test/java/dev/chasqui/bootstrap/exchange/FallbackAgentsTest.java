package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.config;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** Agents and limits in front of a model in whose place another one answers. */
class FallbackAgentsTest {
    private static final String MAIL = "bob@example.org";
    private static final String FALLBACK = "\"models\":{\"tiny\":{\"fallbacks\":[\"big\"]}}";

    private final RoutedBackends backends = new RoutedBackends();

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    @Test
    void aGuardRedactsWhatAFallbackOutsideMayGet() throws IOException {
        FakeBackend near = backends.backend("near", "tiny");
        FakeBackend far = FakeOpenAi.start("big");
        backends.closed(far).on("POST", CHAT, FakeOpenAi.chat("Dear [EMAIL_1]!"));
        StartedServer server =
                backends.closed(
                        StartedServer.of(
                                config(
                                        FALLBACK,
                                        entry("near", near, ""),
                                        entry("far", far, ",\"zone\":\"open\"")),
                                PluginJars.GUARD));
        near.on("POST", CHAT, status(500, ""));

        WireMessage answer = ask(server, "/guard I am " + MAIL);

        assertThat(answer.text()).contains("Dear " + MAIL);
        assertThat(answer.header("X-Chasqui-Fallback-Model")).contains("big");
        assertThat(far.received(CHAT).getFirst().message().text())
                .contains("I am [EMAIL_1]")
                .doesNotContain(MAIL);
    }

    @Test
    void theReplyOfAFallbackIsNotKeptForTheModel() throws IOException {
        FakeBackend near = backends.backend("near", "tiny");
        StartedServer server =
                backends.closed(
                        StartedServer.of(
                                config(
                                        FALLBACK,
                                        entry("near", near, ""),
                                        entry("spare", backends.backend("spare", "big"), "")),
                                PluginJars.CACHE));
        near.on("POST", CHAT, status(500, ""));
        assertThat(ask(server, "/cache Who?").text()).contains("From spare");

        near.on("POST", CHAT, FakeOpenAi.chat("From near"));

        assertThat(ask(server, "/cache Who?").text()).contains("From near");
        assertThat(ask(server, "/cache Who?").header("X-Chasqui-Cache")).contains("hit");
    }

    @Test
    void theLimitsOfAFallbackHoldThere() throws IOException {
        FakeBackend near = backends.backend("near", "tiny");
        FakeBackend spare = backends.backend("spare", "big");
        StartedServer server =
                backends.server(
                        FALLBACK + ",\"limits\":{\"models\":{\"big\":{\"requests\":\"1/1h\"}}}",
                        entry("near", near, ""),
                        entry("spare", spare, ""));
        near.on("POST", CHAT, status(500, ""));

        assertThat(ask(server, "One?").text()).contains("From spare");
        assertThat(ask(server, "Two?").status()).isEqualTo(502);
        assertThat(spare.received(CHAT)).hasSize(1);
    }

    @Test
    void aFallbackOfAnotherSpellingIsFoundAndNoBackendIsAskedTwice() throws IOException {
        FakeBackend near = backends.backend("near", "tiny");
        StartedServer server =
                backends.server(
                        "\"models\":{\"aliases\":{\"fast\":\"tiny\",\"same\":\"big\"},"
                                + "\"Tiny\":{\"fallbacks\":[\"BIG\",\"same\",\"last\"]}}",
                        entry("near", near, ""),
                        entry("spare", backends.backend("spare", "big", "last"), ""));
        near.on("POST", CHAT, status(500, ""));

        for (String name : List.of("fast", "TINY", "tiny:latest")) {
            assertThat(RoutedBackends.ask(server.port(), name).text()).contains("From spare");
        }
        near.forget();
        assertThat(RoutedBackends.ask(server.port(), "fast").text()).contains("From spare");
        assertThat(near.received(CHAT)).hasSizeLessThan(2);
    }

    private static WireMessage ask(StartedServer server, String text) throws IOException {
        return RawHttp.post(
                server.port(),
                CHAT,
                QUESTION.formatted("tiny").replace("\"Hi\"", "\"" + text + "\""));
    }
}
