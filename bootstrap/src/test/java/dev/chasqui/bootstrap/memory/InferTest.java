package dev.chasqui.bootstrap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.governance.GovernedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

/** {@code /infer}, at once and later, over sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferTest {
    private static final String INFER = "/infer";
    private static final String CHAT = "/v1/chat/completions";
    private static final Header ASYNC = new Header("Prefer", "wait=1, Respond-Async");

    private final GovernedServer server =
            GovernedServer.withConfigAdmin(",\"ledger\":{\"content\":true}", PluginJars.CONTEXT);
    private String ana = "";
    private String bob = "";

    @BeforeAll
    void makeUsers() throws IOException {
        ana = server.keyOfUser("ana", ",'agents':['*']");
        bob = server.keyOfUser("bob", ",'agents':['*']");
    }

    @BeforeEach
    void forget() {
        server.backend().on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        server.backend().forget();
    }

    @AfterAll
    void close() {
        server.close();
    }

    private WireMessage infer(String key, String body, Header... more) throws IOException {
        return server.send(key, "POST", INFER, body, more);
    }

    private static Json.Obj object(WireMessage answer) {
        return (Json.Obj) JsonReader.read(answer.body());
    }

    private static String asking(String id) {
        return "{'id':'" + id + "','model_id':'hello','input':'Hi'}";
    }

    private WireMessage done(String key, String id) throws IOException {
        Polled.until(
                "the answer", () -> server.send(key, "GET", INFER + "/" + id, "").status() != 202);
        return server.send(key, "GET", INFER + "/" + id, "");
    }

    @Test
    void theExampleOfThePredecessorIsAnswered() throws IOException {
        WireMessage answer =
                infer(
                        ana,
                        """
                        {'id':'req-1','model_id':'hello','input':'What is new?',
                         'context':{'session_id':'s-1','metadata':{'app':'desk','build':7}}}
                        """);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(object(answer).without("latency_ms").toString())
                .isEqualTo(
                        "{\"id\":\"req-1\",\"output\":\"Hello there!\",\"context\":"
                                + "{\"session_id\":\"s-1\",\"metadata\":"
                                + "{\"app\":\"desk\",\"build\":7}}}");
        assertThat(object(answer).get("latency_ms").orElseThrow()).isInstanceOf(Json.Num.class);
        assertThat(answer.header("X-Chasqui-Backend")).contains("backend");
    }

    @Test
    void idAndContextAreMadeIfTheyAreMissing() throws IOException {
        Json.Obj first = object(infer(ana, "{'model_id':'hello','input':'Hi'}"));
        Json.Obj second =
                object(infer(ana, "{'id':null,'model_id':'hello','input':'Hi','context':null}"));

        assertThat(first.text("id").orElseThrow()).hasSize(36);
        assertThat(first.text("id")).isNotEqualTo(second.text("id"));
        assertThat(first.object("context").text("session_id").orElseThrow()).hasSize(36);
        assertThat(first.object("context").text("session_id"))
                .isNotEqualTo(second.object("context").text("session_id"));
    }

    @Test
    void headerMemberAndContextNameTheSessionAlike() throws IOException {
        Header header = new Header("X-Chasqui-Session", "n-1");
        assertThat(infer(ana, asking("n1"), header).text()).contains("\"session_id\":\"n-1\"");
        String member = "{'id':'n2','model_id':'hello','input':'Hi','session_id':'n-1'}";
        assertThat(infer(ana, member).text()).contains("\"session_id\":\"n-1\"");
        assertThat(infer(ana, member, ASYNC).status()).isEqualTo(202);
        assertThat(done(ana, "n2").text()).contains("\"session_id\":\"n-1\"");
        assertThat(server.send(ana, "GET", "/chat/history/n-1?format=full", "").text())
                .contains("\"turns\":3");

        String two =
                "{'model_id':'hello','input':'Hi','session_id':'n-1','context':{'session_id':'n-2'}}";
        assertThat(infer(ana, two).text()).contains("two sessions");
        assertThat(infer(ana, two, ASYNC).status()).isEqualTo(400);
        assertThat(infer(ana, asking("n3"), new Header("X-Chasqui-Session", "")).status())
                .isEqualTo(200);
        assertThat(infer(ana, asking("n4"), ASYNC, new Header("X-Chasqui-Session", "a b")).status())
                .isEqualTo(400);
    }

    @Test
    void agentsWorkAndSeeTheMetadata() throws IOException {
        WireMessage answer =
                infer(
                        ana,
                        "{'model_id':'hello','input':'/context Hi',"
                                + "'context':{'metadata':{'app':'desk','n':1}}}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(server.backend().received(CHAT).getLast().message().text())
                .contains("\\\"app\\\":\\\"desk\\\"", "\\\"n\\\":\\\"1\\\"")
                .doesNotContain("/context Hi", "session_id");
    }

    @Test
    void aClientComesBackForTheAnswer() throws IOException {
        server.backend().on("POST", CHAT, FakeOpenAi.chat("Later!"));

        WireMessage accepted = infer(ana, asking("later-1"), ASYNC);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).contains("/infer/later-1");
        assertThat(accepted.header("Preference-Applied")).contains("respond-async");
        assertThat(accepted.text()).isEqualTo("{\"id\":\"later-1\",\"status\":\"waiting\"}");
        WireMessage answer = done(ana, "later-1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"output\":\"Later!\"", "\"id\":\"later-1\"");
        assertThat(answer.header("X-Chasqui-Backend")).contains("backend");
        assertThat(done(ana, "later-1").text()).isEqualTo(answer.text());
        assertThat(server.send(ana, "DELETE", INFER + "/later-1", "").text()).contains("removed");
        assertThat(server.send(ana, "GET", INFER + "/later-1", "").status()).isEqualTo(404);
        Polled.untilPasses(
                () ->
                        assertThat(server.done(ana, "GET", "/v1/history", "").toString())
                                .contains("\"dialect\":\"infer\""));
    }

    @Test
    void whileItRunsItsStateIsToldAndDeleteCancelsIt() throws Exception {
        server.backend().on("POST", CHAT, Answer.stall());
        assertThat(infer(ana, asking("slow"), ASYNC).status()).isEqualTo(202);
        var _ = server.backend().awaitRequest(CHAT);

        WireMessage state = server.send(ana, "GET", INFER + "/slow", "");

        assertThat(state.status()).isEqualTo(202);
        assertThat(state.text()).isEqualTo("{\"id\":\"slow\",\"status\":\"running\"}");
        assertThat(infer(ana, asking("slow"), ASYNC).status()).isEqualTo(400);
        assertThat(server.send(ana, "DELETE", INFER + "/slow", "").text()).contains("cancelled");
        assertThat(server.send(ana, "GET", INFER + "/slow", "").status()).isEqualTo(404);
        server.backend().awaitOpenConnections(0, Duration.ofSeconds(10));
    }

    @Test
    void nobodyReachesTheRequestOfAnother() throws IOException {
        assertThat(infer(ana, asking("mine"), ASYNC).status()).isEqualTo(202);
        WireMessage unknown = server.send(bob, "GET", INFER + "/never-there", "");

        WireMessage other = server.send(bob, "GET", INFER + "/mine", "");

        assertThat(other.status()).isEqualTo(404);
        assertThat(other.text()).isEqualTo(unknown.text());
        assertThat(server.send(bob, "DELETE", INFER + "/mine", "").status()).isEqualTo(404);
        assertThat(server.send(GovernedServer.CONFIG_ADMIN, "GET", INFER + "/mine", "").status())
                .isEqualTo(404);
        assertThat(infer(bob, asking("mine"), ASYNC).status()).isEqualTo(202);
        assertThat(done(ana, "mine").status()).isEqualTo(200);
    }

    @Test
    void aFailureIsTheAnswerWithItsStatus() throws IOException {
        assertThat(infer(ana, "{'id':'bad','model_id':'nobody','input':'Hi'}", ASYNC).status())
                .isEqualTo(202);

        WireMessage answer = done(ana, "bad");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"code\":\"model_not_found\"");
    }

    @Test
    void limitsOfTheCallerHold() throws IOException {
        String eve = server.keyOfUser("eve", ",'models':['other']");

        assertThat(infer(eve, asking("x")).status()).isEqualTo(403);
        assertThat(infer(eve, asking("y"), ASYNC).status()).isEqualTo(202);
        assertThat(done(eve, "y").status()).isEqualTo(403);
        assertThat(server.backend().received(CHAT)).isEmpty();
    }

    @Test
    void whatIsKeptOfAUserIsForgottenWithHim() throws IOException {
        String dan = server.keyOfUser("dan", "");
        infer(dan, asking("kept"), ASYNC);
        assertThat(done(dan, "kept").status()).isEqualTo(200);

        String data = "/admin/users/dan/data";
        assertThat(server.done(GovernedServer.CONFIG_ADMIN, "GET", data, "").toString())
                .contains("\"deferred_answers\":[{\"id\":\"kept\",\"answer\":{");
        server.done(GovernedServer.CONFIG_ADMIN, "DELETE", data, "");

        assertThat(server.send(dan, "GET", INFER + "/kept", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'input':'Hi'}",
                "{'model_id':'hello'}",
                "{'model_id':'hello','input':['Hi']}",
                "{'model_id':'hello','input':'Hi','id':7}",
                "{'model_id':'hello','input':'Hi','id':'a/b'}",
                "{'model_id':'hello','input':'Hi','id':''}",
                "{'model_id':'hello','input':'Hi','context':'x'}",
                "{'model_id':'hello','input':'Hi','context':{'session_id':'a b'}}",
                "{'model_id':'hello','input':'Hi','context':{'session_id':''}}",
                "{'model_id':'hello','input':'Hi','context':{'metadata':[]}}",
                "{'model_id':'hello','input':'Hi','stream':true}",
                "{'model_id':'hello','model_id':'other','input':'Hi'}"
            })
    void aWrongRequestIsRefusedAtOnce(String body) throws IOException {
        assertThat(infer(ana, body).status()).isEqualTo(400);
        assertThat(infer(ana, body, ASYNC).status()).isEqualTo(400);
    }
}
