package dev.chasqui.bootstrap.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A conversation goes on at the backend that has answered it before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameBackendTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String REASON = "has answered this conversation before";

    private final List<FakeBackend> backends =
            Stream.of("a", "b", "c", "d")
                    .map(
                            name ->
                                    FakeOpenAi.start("tiny")
                                            .on("POST", CHAT, FakeOpenAi.chat("From " + name)))
                    .toList();
    private final StartedServer server = server("'routing':{'strategy':'smart'}");
    private final StartedServer turns = server("'routing':{'strategy':'round_robin'}");

    private StartedServer server(String more) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < backends.size(); i++) {
            entries.add(
                    StartedServer.backendConfig(
                            "abcd".substring(i, i + 1), backends.get(i), "openai"));
        }
        return StartedServer.of(
                "{%s,\"backends\":[%s]}"
                        .formatted(more.replace('\'', '"'), String.join(",", entries)));
    }

    @AfterAll
    void close() {
        server.close();
        turns.close();
        backends.forEach(FakeBackend::close);
    }

    private static WireMessage ask(StartedServer of, String messages, Header... headers)
            throws IOException {
        return RawHttp.post(
                of.port(),
                CHAT,
                "{'model':'tiny','messages':[%s]}".formatted(messages).replace('\'', '"'),
                headers);
    }

    private static String user(String text) {
        return "{'role':'user','content':'" + text + "'}";
    }

    private static String backend(WireMessage answer) {
        return answer.header("X-Chasqui-Backend").orElseThrow();
    }

    private static String reason(WireMessage answer) {
        return answer.header("X-Chasqui-Route-Reason").orElseThrow();
    }

    @Test
    void laterTurnsGoToTheBackendThatAnsweredAndTheAnswerSaysSo() throws IOException {
        WireMessage first = ask(server, user("What is a quipu?"));
        assertThat(reason(first)).doesNotContain(REASON);
        for (int i = 0; i < 5; i++) {
            ask(server, user("Something else " + i));
            WireMessage next =
                    ask(
                            server,
                            user("What is a quipu?")
                                    + ",{'role':'assistant','content':'A knot.'},"
                                    + user("And more? " + i));
            assertThat(backend(next)).isEqualTo(backend(first));
            assertThat(reason(next)).startsWith(REASON);
        }
    }

    @Test
    void aSessionThatAHeaderNamesIsAConversation() throws IOException {
        for (String name : List.of("X-Chasqui-Session", "x-session-affinity")) {
            Header session = new Header(name, "session-of-" + name);
            String where = backend(ask(server, user("One of " + name), session));
            for (int i = 0; i < 5; i++) {
                WireMessage next = ask(server, user("Two " + i), session);
                assertThat(backend(next)).isEqualTo(where);
                assertThat(reason(next)).startsWith(REASON);
            }
        }
    }

    @Test
    void anExplanationKnowsOfIt() throws IOException {
        Header session = new Header("X-Chasqui-Session", "explained");
        String where = backend(ask(server, user("Hi"), session));

        WireMessage told =
                RawHttp.post(
                        server.port(), "/admin/route/explain", "{\"model\":\"tiny\"}", session);
        WireMessage other =
                RawHttp.post(server.port(), "/admin/route/explain", "{\"model\":\"tiny\"}");

        assertThat(told.text())
                .contains("\"kept\":[{\"backend\":\"" + where + "\"", "\"" + REASON + "\"");
        assertThat(other.text()).doesNotContain(REASON);
    }

    @Test
    void aBackendThatFailsIsLeftAndTheConversationStaysAtTheNextOne() throws IOException {
        Header session = new Header("X-Chasqui-Session", "moves");
        String where = backend(ask(server, user("Hi"), session));
        FakeBackend failing = backends.get("abcd".indexOf(where));
        failing.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        try {
            String moved = backend(ask(server, user("Hi"), session));
            assertThat(moved).isNotEqualTo(where);
            failing.on("POST", CHAT, FakeOpenAi.chat("From " + where));
            assertThat(backend(ask(server, user("Hi"), session))).isEqualTo(moved);
        } finally {
            failing.on("POST", CHAT, FakeOpenAi.chat("From " + where));
        }
    }

    @Test
    void otherStrategiesTakeTurnsUnlessTheConfigSaysSo() throws IOException {
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answered.add(backend(ask(turns, user("Hi"))));
        }

        assertThat(answered).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void aConversationInOllamasFormatGoesOnWhereItWas() throws IOException {
        String first =
                "{\"model\":\"tiny\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Ollama\"}]}";
        String next = first.replace("]}", ",{\"role\":\"user\",\"content\":\"more\"}]}");
        String where = backend(RawHttp.post(server.port(), "/api/chat", first));
        for (int i = 0; i < 4; i++) {
            assertThat(backend(RawHttp.post(server.port(), "/api/chat", next))).isEqualTo(where);
        }
    }
}
