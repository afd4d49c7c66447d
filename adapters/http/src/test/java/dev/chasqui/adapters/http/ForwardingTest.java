package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Paths of the models' servers that are forwarded unchanged. */
class ForwardingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @Test
    void aCallGoesToItsModelsServerAsItIs() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(
                    """
                    PATCH /upstream/org/model:tag/a/%C3%B1?b=%20c&d HTTP/1.1
                    Host: localhost
                    Authorization: Bearer sk-client
                    Content-Type: text/odd; x=y
                    Content-Length: 5

                    bytes\
                    """
                            .replace("\n", "\r\n"));
            WireMessage answer = client.readResponse();

            Forward call = server.backend.nextForwarded();
            assertThat(call.model()).isEqualTo("org/model:tag");
            assertThat(call.method()).isEqualTo("PATCH");
            assertThat(call.path()).isEqualTo("/a/%C3%B1?b=%20c&d");
            assertThat(call.contentType()).contains("text/odd; x=y");
            assertThat(text(call)).isEqualTo("bytes");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"path\":\"/a/%C3%B1?b=%20c&d\" }");
            assertThat(answer.header("Content-Length"))
                    .contains(Integer.toString(answer.body().length));
            assertThat(server.recordOf(answer))
                    .satisfies(
                            told -> {
                                assertThat(told.operation()).isEqualTo("/upstream/{model}/*");
                                assertThat(told.backend()).contains("scripted");
                                assertThat(told.model()).contains("org/model:tag");
                            });
        }
    }

    @Test
    void aConnectionServesManyCalls() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            for (String model : new String[] {"hello", "utf8", "refuses", "hello"}) {
                WireMessage answer =
                        client.post("/upstream/" + model + "/tokenize", "{}").readResponse();
                assertThat(answer.status()).isEqualTo(model.equals("refuses") ? 404 : 200);
            }
        }
    }

    @Test
    void aStatusAndItsBodyAreTheServersOwn() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = post(server, "/upstream/refuses/x", "{}");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("{\"detail\": \"nothing here\" }");
        }
    }

    @Test
    void aStreamPassesUnchangedAndEnds() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = post(server, "/upstream/utf8/completion", "{}");
            assertThat(answer.text()).isEqualTo("data: ñandú\n\n: a comment\n\nodd end");
            assertThat(answer.header("Content-Type")).contains("text/event-stream");
        }
    }

    @Test
    void aPieceIsSentAsItComesAndAClientThatLeavesCancels() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/upstream/once-then-silent/completion", "{\"stream\":true}");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).isEqualTo("data: one\n\n");
            long left = System.nanoTime();
            client.hangUp();
            assertThat(server.backend.cancelledAfter(left)).isLessThan(SOON);
            assertThat(server.nextRecord().status()).isEqualTo(499);
        }
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerCancels() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/tokenize", "{\"model\":\"silent\"}");
            server.backend.awaitAsked();
            long left = System.nanoTime();
            client.hangUp();
            assertThat(server.backend.cancelledAfter(left)).isLessThan(SOON);
            assertThat(server.nextRecord().status()).isEqualTo(499);
        }
    }

    @Test
    void aReaderThatStopsGivesTheLeaseBack() throws Exception {
        try (TestPool pool = TestPool.of("endless");
                TestServer server = TestServer.startBefore(pool, TestServer::cuttingSoon);
                RawHttp client = RawHttp.connectWithBuffer(server.port(), 8_192)) {
            long asked = System.nanoTime();
            client.post("/completion", "{}");
            assertThat(pool.server.cancelledAfter(asked)).isLessThan(Duration.ofSeconds(10));
            assertThat(server.nextRecord().status()).isEqualTo(499);
            assertThat(pool.pool().state("endless").leases()).isZero();
        }
    }

    @Test
    void anAnswerThatBreaksOffDoesNotLookWhole() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/upstream/breaks/completion", "{}");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece()).isPresent();
            assertThatThrownBy(client::readPiece).isInstanceOf(EOFException.class);
            assertThat(server.nextRecord().failure())
                    .containsInstanceOf(Failure.BackendBroke.class);
        }
    }

    @Test
    void aHeadHasTheLengthAndNoBody() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                WireMessage head =
                        client.request("HEAD", "/upstream/hello/props", "").readResponse();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.body()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/props?model=org%2Fmodel:tag",
                "/upstream/org/model:tag/props",
                "/upstream/org/model:tag/props?x=y"
            })
    void propsTellNobodyWhereTheModelsFileIs(String path) throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            WireMessage answer = client.request("GET", path, "").readResponse();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .isEqualTo(ScriptedBackend.PROPS.replace("/home/me/m.gguf", "org/model:tag"));
            assertThat(answer.header("Content-Length"))
                    .contains(Integer.toString(answer.body().length));
            WireMessage head = client.request("HEAD", path, "").readResponse();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length"))
                    .isNotEqualTo(Integer.toString(ScriptedBackend.PROPS.length()));
        }
    }

    @Test
    void propsThatAreTooLargeToLookThroughAreNotSent() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.get(server.port(), "/upstream/huge/props");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("'scripted'", "/props", "1 MiB");
        }
    }

    @Test
    void propsThatAreRefusedOrNoJsonAreTheServersOwn() throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(RawHttp.get(server.port(), "/upstream/refuses/props").text())
                    .isEqualTo("{\"detail\": \"nothing here\" }");
            assertThat(RawHttp.get(server.port(), "/upstream/utf8/props").text())
                    .isEqualTo("data: ñandú\n\n: a comment\n\nodd end");
        }
    }

    @Test
    void anUnknownModelIsNotFoundAndTheKnownOnesAreListed() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = post(server, "/upstream/nope/tokenize", "{}");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("model_not_found", "hello", " and 5 more");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/upstream/hello",
                "/upstream/hello/tokenize/../slots",
                "/upstream/",
                "/upstream/hello/tokenize%2F..%2Fslots",
                "/upstream//hello/slots",
                "/upstream%2Fhello/slots",
                "//upstream/hello/slots",
                "/x/../upstream/hello/slots"
            })
    void aTrickyPathLeadsNowhere(String path) throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(RawHttp.get(server.port(), path).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /upstream/hello/tokenize, true",
        "POST, /upstream/hello/v1/embeddings, true",
        "GET, /upstream/hello/props, true",
        "POST, /upstream/hello/props, false",
        "GET, /upstream/hello/slots, false",
        "GET, /upstream/hello/metrics, false",
        "GET, /upstream/hello/, false",
        "GET, /upstream/hello/tokenize, false",
        "POST, /upstream/hello/slots/tokenize, false",
        "POST, /upstream/hello/%74okenize, false",
        "POST, /upstream/hello/tokenize/, false",
        "POST, /upstream/hello/v1/chat/completions, false",
        "DELETE, /upstream/hello/tokenize, false",
        "POST, /tokenize, true",
        "POST, /v1/rerank, true",
        "GET, /props?model=hello, true",
        "GET, /slots?model=hello, false",
        "GET, /lora-adapters?model=hello, false"
    })
    void pathsThatDoMoreThanComputeAreForAdministrators(String method, String path, boolean users)
            throws Exception {
        try (TestServer server = TestServer.startWithKeys()) {
            assertThat(status(server, method, path, "nobodys-key")).isEqualTo(401);
            assertThat(status(server, method, path, TestServer.ADMIN_KEY)).isEqualTo(200);
            assertThat(status(server, method, path, TestServer.USER_KEY))
                    .isEqualTo(users ? 200 : 403);
        }
    }

    private static int status(TestServer server, String method, String path, String key)
            throws IOException {
        try (RawHttp client = server.connect()) {
            String body = method.equals("POST") ? "{\"model\":\"hello\"}" : "";
            return client.request(method, path, body, new Header("Authorization", "Bearer " + key))
                    .readResponse()
                    .status();
        }
    }

    @Test
    void aPlainCallNamesItsModelInTheBodyOrTheQuery() throws Exception {
        try (TestServer server = TestServer.start()) {
            String body = "{ \"content\":\"/help me\", \"model\" : \"alias\",\"x\":1.50}";
            assertThat(post(server, "/tokenize?a=b", body).status()).isEqualTo(200);
            Forward call = server.backend.nextForwarded();
            assertThat(call.model()).isEqualTo("hello");
            assertThat(call.path()).isEqualTo("/tokenize?a=b");
            assertThat(text(call))
                    .isEqualTo("{ \"content\":\"/help me\", \"model\" : \"hello\",\"x\":1.50}");

            post(server, "/tokenize", "{\"model\" :\"hello:latest\"}");
            assertThat(text(server.backend.nextForwarded()))
                    .isEqualTo("{\"model\" :\"hello:latest\"}");

            post(server, "/infill?model=org%2Fmodel%3Atag", "{}");
            assertThat(server.backend.nextForwarded().model()).isEqualTo("org/model:tag");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"model\":null}", "{\"model\":\" \"}"})
    void aPlainCallWithoutAModelIsToldWhichThereAre(String body) throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = post(server, "/tokenize", body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("model is missing", "hello", " and 5 more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"model\":1}", "{\"model\":\"a\",\"model\":\"b\"}"})
    void aBodyThatCannotBeReadIsRefused(String body) throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(post(server, "/tokenize", body).status()).isEqualTo(400);
        }
    }

    @Test
    void theOnlyModelOfThePoolNeedsNoName() throws Exception {
        try (TestPool pool = TestPool.of("only");
                TestServer server = TestServer.startBefore(pool, settings -> settings)) {
            assertThat(post(server, "/detokenize", "{}").text()).contains("/detokenize");
            WireMessage slots = RawHttp.get(server.port(), "/slots");
            assertThat(server.recordOf(slots).status()).isEqualTo(200);
            assertThat(pool.server.nextForwarded().model()).isEqualTo("only");
            assertThat(pool.pool().state("only").leases()).isZero();
        }
    }

    @Test
    void amongTwoOfThePoolOneMustBeNamed() throws Exception {
        try (TestPool pool = TestPool.of("one", "two");
                TestServer server = TestServer.startBefore(pool, settings -> settings)) {
            assertThat(post(server, "/detokenize", "{}").status()).isEqualTo(400);
            assertThat(post(server, "/upstream/two/detokenize", "{}").status()).isEqualTo(200);
            assertThat(pool.server.nextForwarded().model()).isEqualTo("two");
        }
    }

    /** Returns the body of a small call, which is in memory. */
    private static String text(Forward call) {
        return new String(((RequestContent.Bytes) call.body()).bytes(), StandardCharsets.UTF_8);
    }

    private static WireMessage post(TestServer server, String path, String body)
            throws IOException {
        return RawHttp.post(server.port(), path, body);
    }
}
