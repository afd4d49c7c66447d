package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.domain.network.IpNetwork;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The callers and origins that are allowed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
    private TestServer open;
    private TestServer locked;

    /** A server that listens on all addresses, without keys. */
    private TestServer everywhere;

    private TestServer lockedEverywhere;

    /** A server that trusts a proxy on this machine. */
    private TestServer proxied;

    @BeforeAll
    void start() {
        open = TestServer.start(EdgeTest::withNames);
        locked = TestServer.startWithKeys();
        everywhere =
                TestServer.start(
                        settings -> with(settings, "0.0.0.0", Set.of("llm.home"), Set.of()));
        lockedEverywhere =
                TestServer.startWithKeys(settings -> with(settings, "0.0.0.0", Set.of(), Set.of()));
        proxied =
                TestServer.start(
                        settings ->
                                with(
                                        settings,
                                        "127.0.0.1",
                                        Set.of(),
                                        Set.of(IpNetwork.parse("127.0.0.0/8").orElseThrow())));
    }

    private static ServerSettings withNames(ServerSettings settings) {
        return with(settings, settings.host(), Set.of("llm.home"), Set.of());
    }

    private static ServerSettings with(
            ServerSettings settings,
            String host,
            Set<String> hosts,
            Set<IpNetwork> trustedProxies) {
        return new ServerSettings(
                host,
                settings.port(),
                settings.ollamaPort(),
                true,
                settings.showLoading(),
                settings.mayShorten(),
                settings.timeouts(),
                settings.limits(),
                hosts,
                Set.of("https://chat.example.org"),
                settings.aliases(),
                trustedProxies,
                settings.instanceId());
    }

    @AfterAll
    void stop() {
        open.close();
        locked.close();
        everywhere.close();
        lockedEverywhere.close();
        proxied.close();
    }

    private static WireMessage get(TestServer server, String path, Header... headers)
            throws IOException {
        return RawHttp.get(server.port(), path, headers);
    }

    private static Header bearer(String key) {
        return new Header("Authorization", "Bearer " + key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:8000", "llm.home:8000"})
    void knownHostsAreAnswered(String host) throws Exception {
        assertThat(get(open, "/api/version", new Header("Host", host)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil.example:8000",
                "127.0.0.1.evil.example",
                "192.168.1.5"
            })
    void foreignHostsAreForbidden(String host) throws Exception {
        for (String path : new String[] {"/v1/models", "/health/live", "/nope"}) {
            assertThat(get(open, path, new Header("Host", host)).status()).isEqualTo(403);
        }
    }

    private static WireMessage absolute(TestServer server, String target, String host)
            throws IOException {
        try (RawHttp client = server.connect()) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .readResponse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/api/version",
                "HTTPS://LocalHost:1/api/version?x=http://evil.example/",
                "http://[::1]:8000/api/version/",
                "http://localhost",
                "http://localhost?x"
            })
    void ofAnAbsoluteTargetTheAuthorityCountsAndNotTheHost(String target) throws Exception {
        assertThat(absolute(open, target, "localhost").status()).isEqualTo(200);
        assertThat(absolute(open, target, "evil.example").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/api/version",
                "http://evil.example",
                "http://localhost.evil.example/api/version",
                "http://evil.example:80/admin/agents"
            })
    void aForeignAuthorityIsForbiddenWhateverTheHostSays(String target) throws Exception {
        assertThat(absolute(open, target, "localhost").status()).isEqualTo(403);
    }

    @Test
    void anAbsoluteTargetNeedsTheKeysOfItsPath() throws Exception {
        for (String path : List.of("/v1/models", "/admin/agents", "/upstream/hello/slots")) {
            assertThat(absolute(locked, "http://localhost" + path, "localhost").status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "https://127.0.0.1",
                "http://[::1]:5173",
                "app://obsidian.md",
                "file://",
                "tauri://localhost",
                "vscode-webview://abc",
                "https://chat.example.org"
            })
    void knownOriginsAreToldSo(String origin) throws Exception {
        WireMessage answer = get(open, "/api/version", new Header("Origin", origin));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(origin);
        assertThat(answer.header("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "chrome-extension://abc",
                "https://chat.example.org.evil.example"
            })
    void foreignOriginsAreForbiddenAlsoForPlainQuestions(String origin) throws Exception {
        WireMessage answer = get(open, "/api/version", new Header("Origin", origin));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("x-request-id")).isPresent();
    }

    @Test
    void aPreflightNeedsNoKeyAndGetsWhatItAsksFor() throws Exception {
        try (RawHttp client = locked.connect()) {
            WireMessage answer =
                    client.request(
                                    "OPTIONS",
                                    "/v1/chat/completions",
                                    "",
                                    new Header("Origin", "http://localhost:3000"),
                                    new Header("Access-Control-Request-Method", "POST"),
                                    new Header(
                                            "Access-Control-Request-Headers",
                                            "authorization,x-stainless-os"))
                            .readResponse();
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Headers"))
                    .contains("authorization,x-stainless-os");
            assertThat(answer.header("Access-Control-Allow-Methods")).isPresent();
        }
    }

    @Test
    void aPreflightOfAForeignPageIsForbidden() throws Exception {
        try (RawHttp client = open.connect()) {
            WireMessage answer =
                    client.request(
                                    "OPTIONS",
                                    "/api/chat",
                                    "",
                                    new Header("Origin", "https://evil.example"),
                                    new Header("Access-Control-Request-Method", "POST"))
                            .readResponse();
            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/v1/models/hello",
                "/api/tags",
                "/health",
                "/metrics",
                "/",
                "/nope",
                "/v1/nope",
                "//v1/models",
                "/%761/models",
                "/x/../v1/models",
                "/v1/models;x",
                "/health;x",
                "/health/live/../../metrics",
                "/v1/models/",
                "/models",
                "/chat/completions",
                "/health/"
            })
    void everythingNeedsAKeyHoweverItIsSpelled(String path) throws Exception {
        WireMessage without = get(locked, path);
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("WWW-Authenticate")).contains("Bearer");
        assertThat(get(locked, path, bearer("wrong")).status()).isEqualTo(401);
        assertThat(get(locked, path, bearer(TestServer.USER_KEY)).status()).isNotEqualTo(401);
    }

    @Test
    void bothHeadersForKeysAreTaken() throws Exception {
        assertThat(get(locked, "/v1/models", bearer(TestServer.USER_KEY)).status()).isEqualTo(200);
        assertThat(get(locked, "/v1/models", new Header("x-api-key", TestServer.USER_KEY)).status())
                .isEqualTo(200);
    }

    @Test
    void thoseWhoStartAndStopTheServerNeedNoKey() throws Exception {
        assertThat(get(locked, "/health/live").status()).isEqualTo(200);
        assertThat(get(locked, "/health/ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/agents",
                "//admin/agents",
                "/%61dmin/agents",
                "/admin;x/agents",
                "/x/../admin/agents",
                "/admin/./agents",
                "/admin/agents;x=1",
                "/admin/agents/",
                "/admin/agents//",
                "/admin/agents/;x"
            })
    void anAdministratorsRouteIsHisHoweverItIsSpelled(String path) throws Exception {
        assertThat(get(locked, path).status()).isEqualTo(401);
        WireMessage user = get(locked, path, bearer(TestServer.USER_KEY));
        assertThat(user.status()).isIn(403, 404);
        assertThat(user.text()).doesNotContain("\"nothing\"");
        assertThat(get(locked, path, bearer(TestServer.ADMIN_KEY)).status()).isIn(200, 404);
    }

    @Test
    void theHolderOfAKeyIsToldToTheListeners() throws Exception {
        WireMessage answer =
                RawHttp.post(
                        locked.port(),
                        "/v1/chat/completions",
                        ask("hello", false),
                        bearer(TestServer.USER_KEY));
        assertThat(locked.recordOf(answer).caller()).isEqualTo("ana");
    }

    @Test
    void aRequestThatHasBeenHereIsALoop() throws Exception {
        Header hops = new Header("X-Chasqui-Hop", "other, " + TestServer.INSTANCE);
        WireMessage answer = get(open, "/v1/models", hops);
        assertThat(answer.status()).isEqualTo(508);
        assertThat(get(open, "/v1/models", new Header("X-Chasqui-Hop", "other")).status())
                .isEqualTo(200);
    }

    @Test
    void withoutKeysAnAdministratorSitsAtThisMachine() throws Exception {
        assertThat(get(open, "/admin/agents").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8000", "192.168.1.5", "0.0.0.0"})
    void alsoAnOpenServerGivesAdministratorsRoutesToNoForeignHost(String host) throws Exception {
        Header foreign = new Header("Host", host);

        assertThat(get(everywhere, "/admin/agents", foreign).status()).isEqualTo(403);
        assertThat(get(everywhere, "/slots?model=hello", foreign).status()).isEqualTo(403);
        assertThat(get(everywhere, "/v1/models", foreign).status()).isEqualTo(200);
        assertThat(get(everywhere, "/admin/agents").status()).isEqualTo(200);
        assertThat(get(everywhere, "/admin/agents", new Header("Host", "llm.home")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "X-Real-IP", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host"})
    void aRequestThroughAProxyIsNotFromThisMachine(String name) throws Exception {
        Header proxied = new Header(name, name.equals("Forwarded") ? "for=127.0.0.1" : "127.0.0.1");

        for (TestServer server : new TestServer[] {open, everywhere}) {
            assertThat(get(server, "/admin/agents", proxied).status()).isEqualTo(403);
            assertThat(get(server, "/v1/models", proxied).status()).isEqualTo(200);
        }
    }

    @Test
    void aTrustedProxySaysWhoAsks() throws Exception {
        Header foreign = new Header("X-Forwarded-For", "127.0.0.1, 203.0.113.9");

        assertThat(get(proxied, "/admin/agents", foreign).status()).isEqualTo(403);
        assertThat(get(proxied, "/admin/agents", new Header("Via", "1.1 a")).status())
                .isEqualTo(403);
        assertThat(
                        get(
                                        proxied,
                                        "/admin/agents",
                                        new Header("X-Forwarded-For", "127.0.0.1"),
                                        new Header("Host", "evil.example"))
                                .status())
                .isEqualTo(403);
        assertThat(
                        get(proxied, "/admin/agents", new Header("X-Forwarded-For", "127.0.0.1"))
                                .status())
                .isEqualTo(200);

        WireMessage answer =
                RawHttp.post(proxied.port(), "/v1/chat/completions", ask("hello", false), foreign);
        assertThat(proxied.recordOf(answer).caller()).isEqualTo("203.0.113.9");
        WireMessage refused = get(proxied, "/admin/agents", foreign);
        assertThat(proxied.recordOf(refused).caller()).isEqualTo("203.0.113.9");
    }

    @Test
    void aUserIsNamedAlsoWhereItIsRefused() throws Exception {
        WireMessage refused = get(lockedEverywhere, "/admin/agents", bearer(TestServer.USER_KEY));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(lockedEverywhere.recordOf(refused).caller()).isEqualTo("ana");
    }

    @Test
    void anEmptyKeyIsNone() throws Exception {
        WireMessage answer = get(lockedEverywhere, "/v1/models", new Header("x-api-key", ""));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("a key is needed");
    }

    @Test
    void withAKeyAProxyAndAnyHostMayStandBetween() throws Exception {
        Header host = new Header("Host", "llm.example.org");
        Header proxy = new Header("X-Forwarded-For", "203.0.113.9");

        assertThat(
                        get(
                                        lockedEverywhere,
                                        "/v1/models",
                                        host,
                                        proxy,
                                        bearer(TestServer.USER_KEY))
                                .status())
                .isEqualTo(200);
        assertThat(
                        get(
                                        lockedEverywhere,
                                        "/admin/agents",
                                        host,
                                        proxy,
                                        bearer(TestServer.ADMIN_KEY))
                                .status())
                .isEqualTo(200);
    }
}
