package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;

/**
 * Budgets through the whole server. A token of {@code dear} costs one unit, one of {@code tiny}
 * nothing; {@code dear} is first asked for in the cloud, then at home.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallerBudgetsTest {
    private static final String CHAT = "/v1/chat/completions";

    private final FakeBackend cloud = FakeOpenAi.start("dear", "tiny");
    private final FakeBackend home = FakeOpenAi.start("dear");
    private final StartedServer server =
            StartedServer.of(
                    """
                    {"backends":[%s,%s],
                     "prices":{"models":{"d*":{"input":1000000,"output":1000000}}},
                     "ledger":{},
                     "routing":{"failuresInRow":1000,"errorRate":1},
                     "keys":[%s,%s,%s,%s,%s,%s,%s]}
                    """
                            .formatted(
                                    backend("cloud", cloud, "open"),
                                    backend("home", home, "restricted"),
                                    key("all", "\"amount\":20"),
                                    key("anthropic", "\"amount\":1"),
                                    key("ollama", "\"amount\":1,\"per\":\"day\""),
                                    key("zoned", "\"amount\":15,\"hard\":\"block_cloud\""),
                                    key("soft", "\"amount\":100,\"soft\":0.05"),
                                    key("warned", "\"amount\":10,\"hard\":\"warn\""),
                                    key("several", "\"amount\":10000,\"soft\":0.0005")),
                    PluginJars.PARALLEL);

    @BeforeEach
    void renew() {
        for (FakeBackend one : List.of(cloud, home)) {
            one.forget();
            one.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        }
    }

    @AfterAll
    void close() {
        server.close();
        cloud.close();
        home.close();
    }

    @Test
    void aRequestThatCostsMoreThanIsLeftIsRefusedAndOneThatFailedCostsNothing() throws IOException {
        cloud.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        home.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        for (int i = 0; i < 5; i++) {
            assertThat(ask(CHAT, "all", "dear").status()).isEqualTo(502);
        }
        renew();
        // Nine tokens each.
        assertThat(ask(CHAT, "all", "dear").status()).isEqualTo(200);
        assertThat(ask(CHAT, "all", "dear").status()).isEqualTo(200);

        WireMessage refused = ask(CHAT, "all", "dear");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text())
                .contains("\"code\":\"insufficient_quota\"")
                .contains(
                        "the budget of 20 USD per month of key 'all' has no money left for this"
                                + " request: 18 is spent; it begins anew on ");
        assertThat(refused.header("X-Chasqui-Budget"))
                .contains("key 'all' has spent 18 of 20 USD per month");
        assertThat(ask(CHAT, "all", "tiny").status()).isEqualTo(200);
    }

    @Test
    void everyDialectHasItsFormOfTheRefusal() throws IOException {
        WireMessage anthropic = ask("/v1/messages", "anthropic", "dear");
        assertThat(anthropic.status()).isEqualTo(402);
        assertThat(anthropic.text()).contains("\"type\":\"billing_error\"");

        WireMessage ollama = ask("/api/chat", "ollama", "dear");
        assertThat(ollama.status()).isEqualTo(402);
        assertThat(ollama.text()).startsWith("{\"error\":\"the budget of 1 USD per day");
    }

    @Test
    void aBudgetThatBlocksTheCloudLeavesTheBackendAtHome() throws IOException {
        assertThat(ask(CHAT, "zoned", "dear").status()).isEqualTo(200);
        assertThat(cloud.received(CHAT)).hasSize(1);

        assertThat(ask(CHAT, "zoned", "dear").status()).isEqualTo(200);
        assertThat(cloud.received(CHAT)).hasSize(1);
        assertThat(home.received(CHAT)).hasSize(1);
    }

    @Test
    void aBudgetWhoseSoftPartIsSpentAsksTheBackendAtHomeFirst() throws IOException {
        assertThat(ask(CHAT, "soft", "dear").status()).isEqualTo(200);
        assertThat(cloud.received(CHAT)).hasSize(1);

        assertThat(ask(CHAT, "soft", "dear").status()).isEqualTo(200);
        assertThat(cloud.received(CHAT)).hasSize(1);
        assertThat(home.received(CHAT)).hasSize(1);

        home.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        assertThat(ask(CHAT, "soft", "dear").status()).isEqualTo(200);
        assertThat(cloud.received(CHAT)).hasSize(2);
    }

    @Test
    void aBudgetThatWarnsSaysSoInAHeader() throws IOException {
        assertThat(ask(CHAT, "warned", "dear").header("X-Chasqui-Budget"))
                .contains("key 'warned' has spent 9 of 10 USD per month");
        assertThat(ask(CHAT, "warned", "dear").status()).isEqualTo(200);
    }

    @Test
    void eachOfSeveralModelsHasItsOwnPrice() throws Exception {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        CHAT,
                        Client.question("/parallel(models=dear,tiny join=all) Hi", false),
                        Keys.bearer("several"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("X-Chasqui-Budget"))
                .contains("key 'several' has spent 9 of 10000 USD per month");

        Polled.untilPasses(
                () ->
                        assertThat(
                                        RawHttp.get(
                                                        server.port(),
                                                        "/v1/history",
                                                        Keys.bearer("several"))
                                                .text())
                                .contains("\"used_model\":\"several\"")
                                .contains("\"prompt_tokens\":14,\"completion_tokens\":4")
                                .contains("\"cost\":9"));
    }

    private static String backend(String name, FakeBackend backend, String zone) {
        String entry = StartedServer.backendConfig(name, backend, "openai");
        return entry.substring(0, entry.length() - 1) + ",\"zone\":\"" + zone + "\"}";
    }

    private static String key(String name, String budget) {
        String entry = Keys.entry(name, "user", "\"*\"");
        return entry.substring(0, entry.length() - 1) + ",\"budget\":{" + budget + "}}";
    }

    private WireMessage ask(String path, String name, String model) throws IOException {
        String body =
                Client.question("Hi", false, "\"max_tokens\":6", "\"options\":{\"num_predict\":6}")
                        .replace("tiny", model);
        return RawHttp.post(
                server.port(),
                path,
                body,
                path.equals("/v1/messages")
                        ? new Header("x-api-key", Keys.secret(name))
                        : Keys.bearer(name));
    }
}
