package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.Arrays;

/** A dialect that is unknown to the server works like the bundled ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToyDialectTest {
    private static final Header TOY = new Header("X-Toy", "1");

    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.startWithKeys();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private WireMessage get(String path, Header... headers) throws IOException {
        return RawHttp.get(server.port(), path, withKey(headers));
    }

    private WireMessage post(String path, String body) throws IOException {
        return RawHttp.post(server.port(), path, body, withKey());
    }

    private static Header[] withKey(Header... headers) {
        Header[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = new Header("Authorization", "Bearer " + TestServer.USER_KEY);
        return all;
    }

    private WireMessage ask(String question, String model, boolean lines) throws IOException {
        return post(
                "/toy/ask",
                "{\"ask\":\"" + question + "\",\"of\":\"" + model + "\",\"lines\":" + lines + "}");
    }

    @Test
    void aWholeAnswerIsInItsWordsAndToldUnderItsName() throws Exception {
        WireMessage answer = ask("Hi", "hello", false);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"answer\":\"hello world\"}");
        assertThat(server.recordOf(answer))
                .satisfies(
                        told -> {
                            assertThat(told.dialect()).isEqualTo("toy");
                            assertThat(told.operation()).isEqualTo("/toy/ask");
                            assertThat(told.model()).contains("hello");
                        });
    }

    @Test
    void aStreamComesInItsPieces() throws Exception {
        WireMessage answer = ask("Hi", "hello", true);
        assertThat(answer.header("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.text()).isEqualTo("> hello \n> world\nwhole\n");
    }

    @Test
    void aStreamThatBreaksOffSaysSoInItsWords() throws Exception {
        assertThat(ask("Hi", "breaks", true).text())
                .isEqualTo("> one\nbroken: backend_broke_off\n");
    }

    @Test
    void aMistakeHasItsOwnStatusAndEnvelope() throws Exception {
        WireMessage answer = post("/toy/ask", "{\"ask\":");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).isEqualTo("{\"wrong\":\"invalid_request\"}");
    }

    @Test
    void anUnknownModelHasTheStatusThatItHasEverywhere() throws Exception {
        for (boolean lines : new boolean[] {false, true}) {
            WireMessage answer = ask("Hi", "nope", lines);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("{\"wrong\":\"model_not_found\"}");
        }
    }

    @Test
    void commandsWork() throws Exception {
        assertThat(ask("/help", "hello", false).text()).contains("`/nothing`: Does nothing.");
        assertThat(ask("/help", "hello", true).text()).contains("> Commands stand in front of");
        assertThat(ask("/boom Hi", "hello", false).text())
                .isEqualTo("{\"wrong\":\"agent_failed\"}");
    }

    @Test
    void lookupsAreAnswered() throws Exception {
        assertThat(get("/toy/models/org/model:tag").text())
                .isEqualTo("{\"org/model:tag\":\"scripted\"}");
        assertThat(get("/toy/models/nope").text()).isEqualTo("{\"wrong\":\"model_not_found\"}");
        assertThat(post("/toy/echo", "{\"x\":1}").text()).isEqualTo("{\"x\":1}");
    }

    @Test
    void aPathOfTwoDialectsIsAnsweredInTheOneThatClaimsTheRequest() throws Exception {
        assertThat(get("/v1/models").text()).startsWith("{\"object\":\"list\"");
        assertThat(get("/v1/models", TOY).text()).startsWith("{\"models\":");
    }

    @Test
    void errorsHaveTheFormThatTheRequestClaims() throws Exception {
        String toyForm = "{\"wrong\":\"";
        WireMessage strangers = RawHttp.get(server.port(), "/v1/models", TOY);
        assertThat(strangers.status()).isEqualTo(401);
        assertThat(strangers.text()).startsWith(toyForm);
        assertThat(RawHttp.get(server.port(), "/v1/models").text()).startsWith("{\"error\":{");

        assertThat(post("/toy/models/x", "").status()).isEqualTo(405);
        assertThat(post("/toy/models/x", "").text()).startsWith(toyForm);
        assertThat(post("/v1/models", "").text()).startsWith("{\"error\":{");

        assertThat(get("/toy/nothing").status()).isEqualTo(404);
        assertThat(get("/toy/nothing").text()).startsWith(toyForm);
        assertThat(get("/toys").text()).isEqualTo("404 page not found");
        assertThat(get("/v1/nothing").text()).startsWith("{\"error\":{");
        assertThat(get("/v1/nothing", TOY).text()).startsWith(toyForm);
    }
}
