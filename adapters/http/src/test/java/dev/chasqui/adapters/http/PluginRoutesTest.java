package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Routes of plug-ins, as clients reach them. */
class PluginRoutesTest {
    private static final String DOCUMENT = "/admin/collections/{collection}/documents/{name}";

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
        bring(
                new WebRoute(Method.GET, DOCUMENT, PluginRoutesTest::named),
                new WebRoute(Method.DELETE, DOCUMENT, PluginRoutesTest::named),
                new WebRoute(Method.GET, "/admin/things", PluginRoutesTest::asked),
                new WebRoute(Method.GET, "/agents/rag/look", PluginRoutesTest::asked));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void bring(WebRoute... routes) {
        server.agents.routes = List.of(routes);
    }

    private static RouteReply named(RouteCall call) {
        return RouteReply.ok(
                Json.Obj.EMPTY
                        .with("collection", Json.of(call.segment("collection")))
                        .with("name", Json.of(call.segment("name"))));
    }

    private static RouteReply asked(RouteCall call) {
        return RouteReply.created(Json.of(call.query("q").orElse("nothing")));
    }

    @Test
    void aCallHoldsItsGenerationUntilItIsAnswered() throws Exception {
        bring(
                new WebRoute(
                        Method.GET,
                        "/admin/inside",
                        _ -> RouteReply.ok(Json.of(server.agents.inside.get()))));

        assertThat(RawHttp.get(server.port(), "/admin/inside").text()).isEqualTo("1");
        assertThat(RawHttp.get(server.port(), "/health").status()).isEqualTo(200);
        assertThat(RawHttp.get(server.port(), "/admin/agents").status()).isEqualTo(200);
        server.agents.awaitInside(0);
    }

    @Test
    void oneThatSpinsStopsNobodyElse() throws Exception {
        AtomicBoolean spins = new AtomicBoolean(true);
        CountDownLatch spinning = new CountDownLatch(Runtime.getRuntime().availableProcessors());
        bring(
                new WebRoute(
                        Method.GET,
                        "/agents/evil/spin",
                        _ -> {
                            spinning.countDown();
                            while (spins.get()) {
                                Thread.onSpinWait();
                            }
                            return RouteReply.ok(Json.Obj.EMPTY);
                        }));
        List<RawHttp> clients = new ArrayList<>();
        try {
            for (long i = spinning.getCount(); i > 0; i--) {
                RawHttp client = server.connect();
                client.request("GET", "/agents/evil/spin", "");
                clients.add(client);
            }
            assertThat(spinning.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(RawHttp.get(server.port(), "/health/live").status()).isEqualTo(200);
        } finally {
            spins.set(false);
            clients.forEach(RawHttp::close);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    leave.md                     | leave.md
                    a%2F..%2Fb%20c.md            | a/../b c.md
                    ..%2F..%2F..%2F..%2Fagents   | ../../../../agents
                    %2E%2E                       | ..
                    a+b;v=1.md                   | a+b;v=1.md
                    %C3%B1and%C3%BA              | ñandú
                    100%25                       | 100%
                    """)
    void aNameOfAnySpellingArrives(String sent, String name) throws Exception {
        WireMessage answer = RawHttp.get(server.port(), "/admin/collections/x/documents/" + sent);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"collection\":\"x\",\"name\":\"" + name + "\"}");
        assertThat(answer.header("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2", "a%zz", "%FF", "%C3"})
    void aMalformedEscapeIsABadRequest(String sent) throws Exception {
        WireMessage answer = RawHttp.get(server.port(), "/admin/collections/x/documents/" + sent);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/nothing",
                "/admin/things//",
                "/admin//things",
                "/admin/./things",
                "/admin/collections/../things",
                "/admin/collections/x/documents/..",
                "/admin/collections//documents/a",
                "/agents/rag"
            })
    void aPathWithoutARouteIsNotFound(String path) throws Exception {
        WireMessage answer = RawHttp.get(server.port(), path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/things/", "/admin/collections/x/documents/a/"})
    void oneTrailingSlashIsTakenAsWithout(String path) throws Exception {
        String without = path.substring(0, path.length() - 1);
        assertThat(RawHttp.get(server.port(), path).text())
                .isEqualTo(RawHttp.get(server.port(), without).text())
                .doesNotContain("error");
    }

    @ParameterizedTest
    @CsvSource({"q=a+b%20%C3%B1, a b ñ", "x=1&q=&q=2, ''", "q, ''", "%71=1, 1", "x=1, nothing"})
    void aQueryIsReadAsForm(String query, String value) throws Exception {
        WireMessage answer = RawHttp.get(server.port(), "/admin/things?" + query);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("\"" + value + "\"");
    }

    @Test
    void headIsAnsweredLikeGetWithoutBody() throws Exception {
        try (RawHttp client = server.connect()) {
            WireMessage answer = client.request("HEAD", "/admin/things", "").readResponse();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Content-Length")).contains("9");
            assertThat(client.request("GET", "/admin/things", "").readResponse().status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aMethodThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
        WireMessage answer = RawHttp.post(server.port(), "/admin/collections/x/documents/a", "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD, DELETE");
    }

    @Test
    void aSegmentThatIsWrittenOutWinsOverOneThatStandsForAny() throws Exception {
        bring(
                new WebRoute(Method.GET, "/admin/{any}", call -> RouteReply.ok(Json.of("any"))),
                new WebRoute(Method.GET, "/admin/one", call -> RouteReply.ok(Json.of("one"))));
        assertThat(RawHttp.get(server.port(), "/admin/one").text()).isEqualTo("\"one\"");
        assertThat(RawHttp.get(server.port(), "/admin/two").text()).isEqualTo("\"any\"");
    }

    @Test
    void ourOwnRoutesAreNotHidden() throws Exception {
        bring(new WebRoute(Method.GET, "/admin/{any}", call -> RouteReply.ok(Json.of("any"))));
        assertThat(RawHttp.get(server.port(), "/admin/agents").text()).contains("\"talkative\"");
    }

    @Test
    void routesComeAndGoWithTheirPlugIns() throws Exception {
        bring();
        assertThat(RawHttp.get(server.port(), "/admin/things").status()).isEqualTo(404);
        bring(new WebRoute(Method.GET, "/admin/things", PluginRoutesTest::asked));
        assertThat(RawHttp.get(server.port(), "/admin/things").status()).isEqualTo(201);
    }

    @Test
    void belowV1OnlyWhatAPluginClaimsIsIts() throws Exception {
        String unknown = RawHttp.get(server.port(), "/v1/things").text();
        String wrongMethod = RawHttp.get(server.port(), "/v1/chat/completions").text();
        bring(
                new WebRoute(Method.GET, "/v1/things/{id}", PluginRoutesTest::asked),
                new WebRoute(Method.GET, "/v1/models", PluginRoutesTest::asked),
                new WebRoute(Method.GET, "/v1/chat/completions", PluginRoutesTest::asked));

        assertThat(RawHttp.get(server.port(), "/v1/things/a").status()).isEqualTo(201);
        assertThat(RawHttp.get(server.port(), "/v1/things").status()).isEqualTo(404);
        assertThat(RawHttp.post(server.port(), "/v1/things/a", "{}").status()).isEqualTo(405);
        assertThat(RawHttp.get(server.port(), "/v1/models").text()).contains("\"list\"");
        assertThat(RawHttp.get(server.port(), "/v1/chat/completions").text())
                .isEqualTo(wrongMethod);
        assertThat(RawHttp.get(server.port(), "/v1/thing").text().replace("/thing", "/things"))
                .isEqualTo(unknown);

        bring();
        assertThat(RawHttp.get(server.port(), "/v1/things/a").status()).isEqualTo(404);
    }

    @Test
    void aV1RouteNeedsAKeyLikeAnother() throws Exception {
        try (TestServer keyed = TestServer.startWithKeys()) {
            keyed.agents.routes =
                    List.of(new WebRoute(Method.GET, "/v1/things", PluginRoutesTest::asked));
            assertThat(status(keyed, "/v1/things", "none")).isEqualTo(401);
            assertThat(status(keyed, "/v1/things", TestServer.USER_KEY)).isEqualTo(201);
        }
    }

    @Test
    void listenersAreToldThePatternAndNeverThePath() throws Exception {
        WireMessage answer = RawHttp.get(server.port(), "/admin/collections/x/documents/secret.md");
        ExchangeRecord told = server.recordOf(answer);
        assertThat(told.operation()).isEqualTo(DOCUMENT);
        WireMessage unknown = RawHttp.get(server.port(), "/admin/secret");
        assertThat(server.recordOf(unknown).operation()).isEqualTo("unknown");
    }

    @Test
    void aFailureIsAnsweredInTheHousesEnvelope() throws Exception {
        bring(
                new WebRoute(
                        Method.GET,
                        "/admin/fails",
                        call -> {
                            throw new FailureException(new Failure.Invalid("k", "k: 0 is wrong"));
                        }));
        WireMessage answer = RawHttp.get(server.port(), "/admin/fails");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("k: 0 is wrong", "invalid_request_error");
    }

    @Test
    void aBugIsAnsweredWithoutItsWords() throws Exception {
        bring(
                new WebRoute(
                        Method.GET,
                        "/admin/fails",
                        call -> {
                            throw new IllegalStateException("a secret");
                        }));
        WireMessage answer = RawHttp.get(server.port(), "/admin/fails");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("an error of the server").doesNotContain("secret");
        assertThat(server.recordOf(answer).cause()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void soIsAnErrorOfTheVirtualMachine() throws Exception {
        bring(
                new WebRoute(
                        Method.GET,
                        "/admin/fails",
                        call -> {
                            throw new OutOfMemoryError("a secret");
                        }));
        WireMessage answer = RawHttp.get(server.port(), "/admin/fails");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(server.recordOf(answer).cause()).containsInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void keysSayWhoMayUseThem() throws Exception {
        try (TestServer keyed = TestServer.startWithKeys()) {
            keyed.agents.routes =
                    List.of(
                            new WebRoute(Method.GET, "/admin/things", PluginRoutesTest::asked),
                            new WebRoute(Method.GET, "/agents/rag/look", PluginRoutesTest::asked),
                            new WebRoute(
                                    Method.GET, "/agents/{agent}/any", PluginRoutesTest::asked),
                            new WebRoute(
                                    Method.GET, "/agents/other/look", PluginRoutesTest::asked));
            assertThat(status(keyed, "/admin/things", "none")).isEqualTo(401);
            assertThat(status(keyed, "/admin/nothing", "none")).isEqualTo(401);
            assertThat(status(keyed, "/agents/rag/look", "none")).isEqualTo(401);
            assertThat(status(keyed, "/admin/things", TestServer.USER_KEY)).isEqualTo(403);
            assertThat(status(keyed, "/admin/nothing", TestServer.USER_KEY)).isEqualTo(403);
            assertThat(status(keyed, "/admin/things", TestServer.ADMIN_KEY)).isEqualTo(201);
            assertThat(status(keyed, "/agents/rag/look", TestServer.USER_KEY)).isEqualTo(201);
            assertThat(status(keyed, "/agents/rag/look", TestServer.LIMITED_KEY)).isEqualTo(201);
            assertThat(status(keyed, "/agents/other/look", TestServer.LIMITED_KEY)).isEqualTo(403);
            assertThat(status(keyed, "/agents/other/any", TestServer.LIMITED_KEY)).isEqualTo(403);
            assertThat(status(keyed, "/agents/%72ag/any", TestServer.LIMITED_KEY)).isEqualTo(201);
        }
    }

    private static int status(TestServer keyed, String path, String key) throws Exception {
        return RawHttp.get(keyed.port(), path, new Header("Authorization", "Bearer " + key))
                .status();
    }
}
