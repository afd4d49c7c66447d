package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/** The admission of counts of tokens, which are requests that use none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountAdmissionTest {
    private final GovernedServer server =
            GovernedServer.withConfigAdmin(
                    ",'pipeline':{'rules':[{'if':{'header':{'x-team':'none'},'kind':['count']},"
                                    .replace('\'', '"')
                            + "\"then\":{\"refuse\":\"No counts.\"}}]}");

    @BeforeEach
    void forget() {
        server.backend().forget();
    }

    @AfterAll
    void close() {
        server.close();
    }

    private WireMessage count(String key, String model, Header... more) throws IOException {
        return server.send(
                key,
                "POST",
                "/v1/messages/count_tokens",
                "{'model':'" + model + "','messages':[{'role':'user','content':'Hi'}]}",
                more);
    }

    @Test
    void aModelThatIsNotAllowedIsNotCountedWith() throws IOException {
        String key = server.keyOfUser("models", ",'models':['hello']");

        assertThat(count(key, "hello").status()).isEqualTo(200);
        WireMessage refused = count(key, "other");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("may not use model 'other'");
        assertThat(count(key, "other+help").status()).isEqualTo(403);
    }

    @Test
    void aCallerWhoMayNotChatMayNotCount() throws IOException {
        String key = server.keyOfUser("kinds", ",'kinds':['embedding']");

        assertThat(count(key, "hello").status()).isEqualTo(403);
    }

    @Test
    void theTextGoesToNoZoneThatIsNotAllowed() throws IOException {
        String key = server.keyOfUser("zones", ",'zones':['open']");

        WireMessage refused = count(key, "hello");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("in the zone 'restricted'");
        assertThat(server.backend().received())
                .noneMatch(request -> request.message().text().contains("Hi"));
    }

    @Test
    void itCountsAsARequestWithoutTokens() throws IOException {
        String key = server.keyOfUser("limits", ",'limits':{'requests':'2/1h','tokens':'100/1h'}");

        assertThat(count(key, "hello").status()).isEqualTo(200);
        WireMessage second = count(key, "hello");
        assertThat(second.header("anthropic-ratelimit-requests-remaining")).contains("0");
        assertThat(second.header("anthropic-ratelimit-tokens-remaining")).contains("100");
        assertThat(count(key, "hello").status()).isEqualTo(429);
        assertThat(server.chat(key, "hello").status()).isEqualTo(429);
    }

    @Test
    void aRuleMayNameIt() throws IOException {
        String key = server.keyOfUser("ruled", "");
        Header team = new Header("x-team", "none");

        assertThat(count(key, "hello", team).text()).contains("No counts.");
        assertThat(server.chat(key, "hello", team).status()).isEqualTo(200);
    }
}
