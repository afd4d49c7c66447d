package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/**
 * The receipt that each answer has in its headers. A token of {@code dear} costs one unit, of
 * {@code tiny} no price is known.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptsTest {
    private static final String KEYS =
            """
            "prices":{"currency":"EUR","models":{"dear":{"input":1000000,"output":1000000}}},
            "keys":[%s,%s,%s]
            """
                    .formatted(
                            key("free", ""),
                            key("rich", ",\"budget\":{\"amount\":1000}"),
                            key("poor", ",\"budget\":{\"amount\":12,\"soft\":0.1}"));

    private final RoutedBackends backends = new RoutedBackends();
    private final String only = entry("only", backends.backend("only", "dear", "tiny"), "");
    private final StartedServer server = backends.server(KEYS, only);
    private final StartedServer aliased =
            backends.server("\"server\":{\"headerAliases\":[\"nexus\"]}," + KEYS, only);

    @AfterAll
    void close() throws Exception {
        backends.close();
    }

    private static String key(String name, String more) {
        String entry = Keys.entry(name, "user", "\"*\"");
        return entry.substring(0, entry.length() - 1) + more + "}";
    }

    private static WireMessage ask(StartedServer of, String key, String model, Header... more)
            throws IOException {
        Header[] headers = new Header[more.length + 1];
        System.arraycopy(more, 0, headers, 1, more.length);
        headers[0] = Keys.bearer(key);
        return RawHttp.post(
                of.port(),
                CHAT,
                "{\"model\":\"%s\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model),
                headers);
    }

    @Test
    void theAnswerSaysTheTypeOfItsBackendAndWhatItMayCost() throws IOException {
        WireMessage dear = ask(server, "free", "dear");
        WireMessage tiny = ask(server, "free", "tiny");

        assertThat(dear.header("X-Chasqui-Backend-Type")).contains("openai");
        // One token is read and ten may be written.
        assertThat(dear.header("X-Chasqui-Cost-Estimated")).contains("11 EUR");
        assertThat(dear.header("X-Chasqui-Budget-Status")).isEmpty();
        assertThat(dear.header("X-Nexus-Backend")).isEmpty();
        assertThat(tiny.header("X-Chasqui-Backend-Type")).contains("openai");
        assertThat(tiny.header("X-Chasqui-Cost-Estimated")).isEmpty();
    }

    @Test
    void theAnswerSaysHowMuchOfTheBudgetIsSpent() throws IOException {
        assertThat(ask(server, "rich", "dear").header("X-Chasqui-Budget-Status")).contains("ok");
        assertThat(ask(server, "poor", "dear").header("X-Chasqui-Budget-Status")).contains("soft");

        WireMessage refused = ask(server, "poor", "dear");

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.header("X-Chasqui-Budget-Status")).contains("hard");
    }

    @Test
    void theNamesOfAnotherGatewayAreTheSameHeaders() throws IOException {
        WireMessage answer =
                ask(aliased, "rich", "dear", new Header("Origin", "http://localhost:3000"));

        for (String[] names :
                new String[][] {
                    {"X-Nexus-Backend", "X-Chasqui-Backend"},
                    {"X-Nexus-Backend-Type", "X-Chasqui-Backend-Type"},
                    {"X-Nexus-Route-Reason", "X-Chasqui-Route-Reason"},
                    {"X-Nexus-Privacy-Zone", "X-Chasqui-Zone"},
                    {"X-Nexus-Cost-Estimated", "X-Chasqui-Cost-Estimated"},
                    {"X-Nexus-Budget-Status", "X-Chasqui-Budget-Status"}
                }) {
            assertThat(answer.header(names[0])).isPresent().isEqualTo(answer.header(names[1]));
            assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow())
                    .contains(names[0]);
        }
        assertThat(answer.header("X-Nexus-Fallback-Model")).isEmpty();
    }
}
