package dev.chasqui.bootstrap.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Requests that stay in this network, and the sessions that they keep there. {@code cloud} is
 * outside and first, {@code desk} is inside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptInsideTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String KEPT = "X-Chasqui-Kept-Inside";

    private final FakeBackend cloud =
            FakeOpenAi.start("far", "both", "secret-plans")
                    .on("POST", CHAT, FakeOpenAi.chat("From cloud"));
    private final FakeBackend desk =
            FakeOpenAi.start("near", "both", "secret-plans")
                    .on("POST", CHAT, FakeOpenAi.chat("From desk"));
    private final StartedServer server = server("");
    private final StartedServer forgetful = server(",'routing':{'heldSessions':'0s'}");

    private StartedServer server(String more) {
        String config =
                """
                {'backends':[%s,%s],'keys':[%s,%s],
                 'models':{'secret-*':{'zone':'restricted','fallbacks':['far']},
                           'gone':{'zone':'restricted','fallbacks':['far']},
                           'absent':{'fallbacks':['secret-plans']}},
                 'agents':{'guard':{'inside':true}}%s}
                """
                        .formatted(
                                entry("cloud", cloud, "open"),
                                entry("desk", desk, "restricted"),
                                key("ana"),
                                key("bob"),
                                more);
        return StartedServer.of(config.replace('\'', '"'), PluginJars.GUARD);
    }

    private static String entry(String name, FakeBackend backend, String zone) {
        String entry = StartedServer.backendConfig(name, backend, "openai");
        return entry.substring(0, entry.length() - 1) + ",'zone':'" + zone + "'}";
    }

    private static String key(String name) {
        return "{'name':'%s','role':'admin','agents':['*'],'sha256':'%s'}"
                .formatted(name, Sha256.of(secret(name)));
    }

    private static String secret(String name) {
        return "key-of-" + name + "-0123456789";
    }

    @AfterAll
    void close() {
        server.close();
        forgetful.close();
        cloud.close();
        desk.close();
    }

    private static WireMessage ask(
            StartedServer of, String caller, String model, String text, Header... more)
            throws IOException {
        Header[] headers =
                Stream.concat(
                                Stream.of(new Header("Authorization", "Bearer " + secret(caller))),
                                Stream.of(more))
                        .toArray(Header[]::new);
        return RawHttp.post(
                of.port(),
                CHAT,
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(model, text),
                headers);
    }

    private static Header session(String name) {
        return new Header("X-Chasqui-Session", name);
    }

    private static String backend(WireMessage answer) {
        return answer.header("X-Chasqui-Backend").orElse("none");
    }

    @Test
    void aRestrictedModelIsAskedInsideAloneAndTheAnswerSaysSo() throws IOException {
        for (int i = 0; i < 3; i++) {
            WireMessage answer = ask(server, "ana", "secret-plans", "Hi");

            assertThat(backend(answer)).isEqualTo("desk");
            assertThat(answer.header(KEPT)).contains("models.secret-*.zone is restricted");
        }
        WireMessage other = ask(server, "ana", "both", "Hi");
        assertThat(backend(other)).isEqualTo("cloud");
        assertThat(other.header(KEPT)).isEmpty();
    }

    @Test
    void noFallbackOutsideStandsInForARestrictedModel() throws IOException {
        int before = cloud.received(CHAT).size();
        desk.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        try {
            WireMessage failed = ask(server, "ana", "secret-plans", "Hi");
            WireMessage gone = ask(server, "ana", "gone", "Hi");

            assertThat(failed.status()).isGreaterThanOrEqualTo(500);
            assertThat(gone.status()).isEqualTo(404);
        } finally {
            desk.on("POST", CHAT, FakeOpenAi.chat("From desk"));
        }
        assertThat(cloud.received(CHAT)).hasSize(before);
    }

    @Test
    void theSessionOfARestrictedRequestStaysInsideForItsCallerAlone() throws IOException {
        assertThat(backend(ask(server, "ana", "far", "Hi", session("s1")))).isEqualTo("cloud");
        assertThat(backend(ask(server, "ana", "secret-plans", "Hi", session("s1"))))
                .isEqualTo("desk");

        WireMessage both = ask(server, "ana", "both", "Hi", session("s1"));
        WireMessage far = ask(server, "ana", "far", "Hi", session("s1"));

        assertThat(backend(both)).isEqualTo("desk");
        assertThat(both.header(KEPT).orElseThrow())
                .isEqualTo(
                        "an earlier request of its session had to: models.secret-*.zone is"
                                + " restricted");
        assertThat(far.status()).isEqualTo(503);
        assertThat(far.text())
                .contains("no_backend", "stays in this network", "an earlier request");
        assertThat(backend(ask(server, "ana", "both", "Hi", session("s2")))).isEqualTo("cloud");
        assertThat(backend(ask(server, "bob", "both", "Hi", session("s1")))).isEqualTo("cloud");
        assertThat(backend(ask(server, "ana", "both", "Hi"))).isEqualTo("cloud");
        assertThat(
                        backend(
                                ask(
                                        server,
                                        "ana",
                                        "both",
                                        "Hi",
                                        new Header("x-session-affinity", "s1"))))
                .isEqualTo("desk");
    }

    @Test
    void whatTheGuardFindsStaysInsideUnchangedAndSoDoesTheSession() throws IOException {
        WireMessage found =
                ask(server, "ana", "both", "/guard write to bob@example.org", session("g"));
        WireMessage later = ask(server, "ana", "both", "Hi", session("g"));

        assertThat(backend(found)).isEqualTo("desk");
        assertThat(found.header(KEPT)).contains("/guard found personal data or secrets");
        assertThat(desk.received(CHAT))
                .anyMatch(one -> one.message().text().contains("write to bob@example.org"));
        assertThat(backend(later)).isEqualTo("desk");
        assertThat(backend(ask(server, "ana", "both", "/guard nothing to see", session("h"))))
                .isEqualTo("cloud");
        assertThat(cloud.received(CHAT))
                .noneMatch(one -> one.message().text().contains("bob@example.org"));
    }

    @Test
    void nothingIsRememberedWhereTheConfigSaysSo() throws IOException {
        assertThat(backend(ask(forgetful, "ana", "secret-plans", "Hi", session("s"))))
                .isEqualTo("desk");

        assertThat(backend(ask(forgetful, "ana", "both", "Hi", session("s")))).isEqualTo("cloud");
    }

    @Test
    void anExplanationKnowsOfARestrictedModel() throws IOException {
        WireMessage told =
                RawHttp.post(
                        server.port(),
                        "/admin/route/explain",
                        "{\"model\":\"secret-plans\"}",
                        new Header("Authorization", "Bearer " + secret("ana")));

        assertThat(told.text()).contains("\"kept\":[{\"backend\":\"desk\"");
        assertThat(told.text()).contains("\"dropped\":[{\"backend\":\"cloud\"");
        assertThat(List.of(told.text().split("\"kept\"", -1)[1].split("\"dropped\"", -1)[0]))
                .noneMatch(kept -> kept.contains("cloud"));
    }

    @Test
    void anExplanationKnowsOfASessionThatIsKeptInside() throws IOException {
        ask(server, "ana", "secret-plans", "Hi", session("e"));

        WireMessage told =
                RawHttp.post(
                        server.port(),
                        "/admin/route/explain",
                        "{\"model\":\"both\"}",
                        new Header("Authorization", "Bearer " + secret("ana")),
                        session("e"));

        assertThat(told.text())
                .contains("\"keptInside\":\"an earlier request of its session had to: models.")
                .contains("\"dropped\":[{\"backend\":\"cloud\"");
    }

    @Test
    void aRestrictedModelThatStandsInIsAskedInsideAlone() throws IOException {
        int before = cloud.received(CHAT).size();
        WireMessage stoodIn = ask(server, "ana", "absent", "Hi", session("f"));
        desk.on("POST", CHAT, FakeOpenAi.error(400, "no"));
        try {
            assertThat(ask(server, "ana", "absent", "Hi").status()).isNotEqualTo(200);
        } finally {
            desk.on("POST", CHAT, FakeOpenAi.chat("From desk"));
        }

        assertThat(backend(stoodIn)).isEqualTo("desk");
        assertThat(cloud.received(CHAT)).hasSize(before);
        assertThat(backend(ask(server, "ana", "both", "Hi", session("f")))).isEqualTo("cloud");
    }

    @Test
    void aForwardedPathOfARestrictedModelStaysInside() throws IOException {
        int before = cloud.received().size();
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/v1/completions",
                        "{\"model\":\"secret-plans\",\"prompt\":\"Hi\"}",
                        new Header("Authorization", "Bearer " + secret("ana")));

        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(cloud.received().subList(before, cloud.received().size()))
                .noneMatch(one -> one.message().method().equals("POST"));
    }
}
