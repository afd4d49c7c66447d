package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

/** The models that a caller is shown: those that it may ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantedListsTest {
    private static final Header ANTHROPIC = new Header("anthropic-version", "2023-06-01");

    private final GovernedServer server =
            GovernedServer.withConfigAdmin(",\"models\":{\"aliases\":{\"smart\":\"other\"}}");

    @AfterAll
    void close() {
        server.close();
    }

    private WireMessage get(String key, String path, Header... more) throws IOException {
        return server.send(key, "GET", path, "", more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/models", "/api/v0/models", "/api/tags"})
    void listsHaveOnlyTheModelsThatTheCallerMayAskFor(String path) throws IOException {
        String key = server.keyOfUser("lists" + path.replace('/', '-'), ",'models':['hello']");

        assertThat(get(key, path).text()).contains("\"hello").doesNotContain("other", "smart");
        assertThat(get(key, path, ANTHROPIC).text())
                .contains("\"hello")
                .doesNotContain("other", "smart");
        assertThat(get(GovernedServer.CONFIG_ADMIN, path).text())
                .contains("\"hello", "\"other", "\"smart");
    }

    @Test
    void aModelThatIsNotAllowedIsNotDescribed() throws IOException {
        String key = server.keyOfUser("one", ",'models':['hello']");

        for (String path : new String[] {"/v1/models/", "/models/", "/api/v0/models/"}) {
            assertThat(get(key, path + "hello").status()).isEqualTo(200);
            WireMessage refused = get(key, path + "other");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("'one' may not use model 'other'");
        }
        assertThat(get(key, "/v1/models/other", ANTHROPIC).status()).isEqualTo(403);
        assertThat(server.send(key, "POST", "/api/show", "{'model':'hello:latest'}").status())
                .isEqualTo(200);
        assertThat(server.send(key, "POST", "/api/show", "{'model':'smart'}").status())
                .isEqualTo(403);
        assertThat(server.chat(key, "hello:latest").status()).isEqualTo(200);
        assertThat(server.send(key, "POST", "/tokenize", "{'model':'other'}").status())
                .isEqualTo(403);
    }

    @Test
    void anErrorNamesNoModelThatIsNotAllowed() throws IOException {
        String key = server.keyOfUser("errors", ",'models':['h*']");

        WireMessage unknown = server.chat(key, "hat");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("hello").doesNotContain("other", "smart");
        assertThat(get(key, "/v1/models/hat").text())
                .contains("not found", "hello")
                .doesNotContain("other", "smart");
        assertThat(server.send(key, "POST", "/v1/rerank", "{'query':'x'}").text())
                .contains("model is missing", "hello")
                .doesNotContain("other", "smart");
    }

    @Test
    void theMetricsAreForCallersFromWhomNoModelIsHidden() throws IOException {
        String bounded = server.keyOfUser("bounded", ",'models':['hello']");
        String unbounded =
                server.keyOfUser("scraper", ",'models':['*'],'collections':['handbook']");
        String boundedAdmin = server.keyOfUser("operator", ",'role':'admin','models':['hello']");

        WireMessage refused = get(bounded, "/metrics");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains("'bounded' may not see the metrics")
                .doesNotContain("other", "smart");
        for (String key : List.of(unbounded, boundedAdmin, GovernedServer.CONFIG_ADMIN)) {
            assertThat(get(key, "/metrics").status()).isEqualTo(200);
        }
    }

    @Test
    void aModelOfAZoneThatIsNotAllowedIsNotListed() throws IOException {
        String key = server.keyOfUser("zone", ",'zones':['open']");

        assertThat(get(key, "/v1/models").text()).doesNotContain("hello", "other");
        assertThat(get(key, "/v1/models/hello").text()).contains("in the zone 'restricted'");
    }
}
