package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The warnings about models without a price. */
class PriceWarningsTest {

    private static List<String> warnings(String zone, String more) {
        try (FakeBackend backend = FakeOpenAi.start("hello", "other");
                StartedServer server =
                        StartedServer.of(
                                "{\"backends\":[{\"name\":\"b\",\"type\":\"openai\",\"url\":\""
                                        + backend.url()
                                        + "\",\"zone\":\""
                                        + zone
                                        + "\"}]"
                                        + more.replace('\'', '"')
                                        + "}")) {
            return server.warnings();
        }
    }

    @Test
    void aModelOutsideOfThisNetworkNeedsAPriceIfThereIsABudget() {
        String budget = ",'budget':{'amount':1}";

        assertThat(warnings("open", budget))
                .containsExactly(
                        "prices.models: no price for hello, other, so budgets do not count them"
                                + " (expected: a price, which may be 0)");
        assertThat(warnings("open", budget + ",'prices':{'models':{'h*':{},'other':{'input':1}}}"))
                .isEmpty();
        assertThat(warnings("restricted", budget)).isEmpty();
        assertThat(warnings("open", "")).isEmpty();
    }
}
