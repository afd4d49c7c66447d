package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/**
 * The tiers of backends. {@code best} of tier 5 is the first for {@code tiny}; {@code good} of tier
 * 3 has it, too, and {@code spare}, which stands in, is that of {@code small} of tier 1.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiersTest {
    private static final String TIER = "X-Chasqui-Tier";

    private final RoutedBackends backends = new RoutedBackends();
    private final FakeBackend best = backends.backend("best", "tiny");
    private final FakeBackend good = backends.backend("good", "tiny");
    private final FakeBackend small = backends.backend("small", "spare");
    private final StartedServer server =
            backends.server(
                    """
                    "server":{"headerAliases":["nexus"]},
                    "models":{"tiny":{"fallbacks":["spare"]}},
                    "routing":{"failuresInRow":1000,"errorRate":1}\
                    """,
                    entry("best", best, ",\"tier\":5"),
                    entry("good", good, ",\"tier\":3"),
                    entry("small", small, ",\"tier\":1"));

    @BeforeEach
    void renew() {
        best.on("POST", CHAT, FakeOpenAi.chat("From best"));
        good.on("POST", CHAT, FakeOpenAi.chat("From good"));
    }

    @AfterAll
    void close() throws Exception {
        backends.close();
    }

    private WireMessage asked(String header, String value) throws IOException {
        return ask(server.port(), "tiny", new Header(header, value));
    }

    private static void fail(FakeBackend... some) {
        for (FakeBackend one : some) {
            one.on("POST", CHAT, RoutedBackends.status(500, ""));
        }
    }

    @Test
    void noBackendOfALowerTierStandsInUnasked() throws IOException {
        assertThat(backendOf(ask(server))).isEqualTo("best");
        fail(best);

        for (WireMessage strict : new WireMessage[] {ask(server), asked(TIER, "strict")}) {
            assertThat(strict.status()).isEqualTo(502);
            assertThat(strict.text()).contains("'best'");
        }
    }

    @Test
    void aFlexibleRequestIsAnsweredByABackendOfAnyTier() throws IOException {
        fail(best);
        assertThat(backendOf(asked(TIER, "flexible"))).isEqualTo("good");
        fail(good);
        WireMessage answer = asked(TIER, "flexible");

        assertThat(backendOf(answer)).isEqualTo("small");
        assertThat(answer.header("X-Nexus-Fallback-Model")).contains("spare");
    }

    @Test
    void aTierThatIsAskedForIsTheLeastThatAnswers() throws IOException {
        fail(best);
        assertThat(backendOf(asked(TIER, "3"))).isEqualTo("good");
        fail(good);
        assertThat(asked(TIER, "3").status()).isEqualTo(502);

        WireMessage spare = ask(server.port(), "spare", new Header(TIER, "2"));

        assertThat(spare.status()).isEqualTo(503);
        assertThat(spare.text()).contains("has tier 1; the request wants at least 2");
        assertThat(spare.header("Retry-After")).isEmpty();
        assertThat(ask(server.port(), "spare").status()).isEqualTo(200);
    }

    @Test
    void theWordsOfAnotherGatewayMeanTheSame() throws IOException {
        fail(best);

        assertThat(backendOf(asked("X-Nexus-Flexible", "true"))).isEqualTo("good");
        assertThat(asked("X-Nexus-Strict", "true").status()).isEqualTo(502);
        WireMessage contrary =
                ask(
                        server.port(),
                        "tiny",
                        new Header("X-Nexus-Flexible", "true"),
                        new Header("X-Nexus-Strict", "true"));
        assertThat(contrary.status()).isEqualTo(502);
    }

    @Test
    void anotherWordIsRefused() throws IOException {
        for (String wrong : new String[] {"6", "0", "best"}) {
            WireMessage refused = asked(TIER, wrong);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains(
                            "X-Chasqui-Tier: "
                                    + wrong
                                    + " (expected: a tier from 1 to 5, strict or flexible)");
        }
    }

    @Test
    void theChoiceIsExplainedWithItsTier() throws IOException {
        String path = "/admin/route/explain";
        String strict = RawHttp.post(server.port(), path, QUESTION.formatted("tiny")).text();
        String flexible =
                RawHttp.post(
                                server.port(),
                                path,
                                QUESTION.formatted("tiny"),
                                new Header(TIER, "flexible"))
                        .text();

        assertThat(strict)
                .contains(
                        "\"dropped\":[{\"backend\":\"good\",\"reason\":\"has tier 3; the request"
                            + " wants at least 5\"},{\"backend\":\"small\",\"reason\":\"has tier 1;"
                            + " the request wants at least 5\"}]");
        assertThat(flexible).contains("\"dropped\":[]");
        assertThat(RawHttp.get(server.port(), "/admin/backends").text())
                .contains("\"name\":\"good\"")
                .contains("\"tier\":3");
    }
}
