package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The strategy {@code cheapest}, and the prices of backends. */
class CheapestTest {
    private final RoutedBackends backends = new RoutedBackends();
    private final FakeBackend dear = backends.backend("dear", "tiny");
    private final FakeBackend cheap = backends.backend("cheap", "tiny");

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    private StartedServer server(String budget) {
        String key = Keys.entry("ana", "user", "\"*\"");
        return backends.server(
                """
                "routing":{"strategy":"cheapest"},
                "prices":{"models":{"tiny":{"input":1000000,"output":1000000}},
                          "backends":{"cheap":{"input":500000,"output":500000}}},
                "keys":[%s,"budget":{%s}}]\
                """
                        .formatted(key.substring(0, key.length() - 1), budget),
                entry("dear", dear, ""),
                entry("cheap", cheap, ""));
    }

    private static WireMessage ask(StartedServer server) throws IOException {
        return RawHttp.post(
                server.port(),
                CHAT,
                QUESTION.formatted("tiny").replaceFirst("[{]", "{\"max_tokens\":9,"),
                Keys.bearer("ana"));
    }

    @Test
    void theRequestGoesWhereItCostsLeast() throws IOException {
        StartedServer server = server("\"amount\":1000");

        WireMessage answer = ask(server);
        assertThat(backendOf(answer)).isEqualTo("cheap");
        assertThat(answer.header("X-Chasqui-Route-Reason")).contains("by its cost");
        // One token is read and nine may be written.
        assertThat(answer.header("X-Chasqui-Cost-Estimated")).contains("5 USD");

        cheap.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        WireMessage second = ask(server);
        assertThat(backendOf(second)).isEqualTo("dear");
        assertThat(second.header("X-Chasqui-Cost-Estimated")).contains("10 USD");
    }

    @Test
    void aBudgetPaysThePriceOfTheBackendThatAnswered() throws IOException {
        StartedServer server = server("\"amount\":13,\"soft\":0.1");

        // Seven tokens are read and two are written.
        assertThat(ask(server).header("X-Chasqui-Budget"))
                .contains("key 'ana' has spent 4.5 of 13 USD per month");
        cheap.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        WireMessage refused = ask(server);

        // Of 8.5 that are left, the dear one may take 10.
        assertThat(refused.status()).isEqualTo(402);
        assertThat(dear.received(CHAT)).isEmpty();
    }

    @Test
    void aRequestThatCostsNothingAtOneBackendPassesABudgetThatADearerOneWouldExceed()
            throws IOException {
        String key = Keys.entry("ana", "user", "\"*\"");
        StartedServer server =
                backends.server(
                        """
                        "prices":{"models":{"*":{"input":1000000,"output":1000000}},
                                  "backends":{"cheap":{"input":0,"output":0}}},
                        "models":{"tiny":{"backends":["cheap"]}},
                        "keys":[%s,"budget":{"amount":5}}]\
                        """
                                .formatted(key.substring(0, key.length() - 1)),
                        entry("dear", dear, ""),
                        entry("cheap", cheap, ""));

        WireMessage answer = ask(server);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(backendOf(answer)).isEqualTo("cheap");
    }
}
