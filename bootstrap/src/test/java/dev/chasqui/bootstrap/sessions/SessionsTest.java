package dev.chasqui.bootstrap.sessions;

import static dev.chasqui.bootstrap.sessions.SessionServer.CHAT;
import static dev.chasqui.bootstrap.sessions.SessionServer.as;
import static dev.chasqui.bootstrap.sessions.SessionServer.bot;
import static dev.chasqui.bootstrap.sessions.SessionServer.session;
import static dev.chasqui.bootstrap.sessions.SessionServer.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Chats with a stored history, of each dialect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsTest {
    private static final String HISTORY = "/chat/history/";

    private SessionServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = new SessionServer(folder, "");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void answer() {
        server.backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
    }

    @Test
    void theHistoryGoesBeforeTheMessage() throws IOException {
        assertThat(server.chat("a1", user("One")).status()).isEqualTo(200);
        assertThat(server.chat("a1", user("Two")).status()).isEqualTo(200);

        assertThat(server.got())
                .containsExactly("user: One", "assistant: Hello there!", "user: Two");
        assertThat(server.lines("a1"))
                .containsExactly(
                        "User: One", "Bot: Hello there!", "User: Two", "Bot: Hello there!");
    }

    @Test
    void everyDialectHasSessionsStreamedOrWhole() throws IOException {
        WireMessage streamed =
                server.post(
                        CHAT,
                        "{'model':'tiny','stream':true,'session_id':'b1','messages':["
                                + user("One")
                                + "]}",
                        as("ana"));
        assertThat(streamed.text()).contains("[DONE]");
        server.post(
                "/api/chat",
                "{'model':'tiny','session_id':'b1','messages':[" + user("Two") + "]}",
                as("ana"));
        server.post(
                "/api/generate",
                "{'model':'tiny','stream':false,'session_id':'b1','prompt':'Three'}",
                as("ana"));
        WireMessage last =
                server.post(
                        "/v1/messages",
                        "{'model':'tiny','max_tokens':9,'session_id':'b1','messages':["
                                + user("Four")
                                + "]}",
                        as("ana"));
        assertThat(last.status()).as(last.text()).isEqualTo(200);

        assertThat(server.got())
                .containsExactly(
                        "user: One",
                        "assistant: Hello there!",
                        "user: Two",
                        "assistant: Hello there!",
                        "user: Three",
                        "assistant: Hello there!",
                        "user: Four");
        assertThat(server.backend.received(CHAT))
                .noneMatch(one -> one.message().text().contains("session_id"));
    }

    @Test
    void aClientThatSendsTheHistoryItselfDoesNotGetItTwice() throws IOException {
        server.chat("c1", user("One"));
        server.chat("c1", user("One") + "," + bot("Hello there!") + "," + user("Two"));

        assertThat(server.got())
                .containsExactly("user: One", "assistant: Hello there!", "user: Two");
        assertThat(server.lines("c1")).hasSize(4);

        // A question that is asked again is another one.
        server.chat("c1", user("Two"));
        assertThat(server.got()).hasSize(5);
    }

    @Test
    void theSystemTextBelongsToTheSession() throws IOException {
        server.chat("d1", "{'role':'system','content':'Be brief.'}," + user("One"));
        server.chat("d1", user("Two"));
        assertThat(server.got().getFirst()).isEqualTo("system: Be brief.");
        assertThat(server.got()).hasSize(4);

        server.chat("d1", "{'role':'system','content':'Be loud.'}," + user("Three"));
        assertThat(server.got()).filteredOn(text -> text.startsWith("system")).hasSize(1);
        server.chat("d1", user("Four"));
        assertThat(server.got().getFirst()).isEqualTo("system: Be loud.");

        assertThat(server.send("PUT", "/chat/sessions/d1", "{'system':'Be kind.'}", "ana").status())
                .isEqualTo(200);
        server.chat("d1", user("Five"));
        assertThat(server.got().getFirst()).isEqualTo("system: Be kind.");
        assertThat(server.send("GET", "/chat/sessions", "", "ana").text())
                .contains("\"d1\"")
                .doesNotContain("Be kind.");
        server.send("PUT", "/chat/sessions/d1", "{'system':null}", "ana");
        server.chat("d1", user("Six"));
        assertThat(server.got().getFirst()).isEqualTo("user: One");
    }

    @Test
    void callsAndTheirResultsStayTogether() throws IOException {
        server.backend.on(
                "POST",
                CHAT,
                Answer.json(
                        200,
                        """
                        {"id":"1","object":"chat.completion","created":1,"model":"tiny","choices":[
                        {"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
                        "content":null,"tool_calls":[{"id":"c1","type":"function",
                        "function":{"name":"add","arguments":"{}"}}]}}]}
                        """));
        server.chat("e1", user("One"));
        server.backend.on("POST", CHAT, FakeOpenAi.chat("Three."));
        server.chat("e1", "{'role':'tool','tool_call_id':'c1','content':'3'}");
        assertThat(server.backend.received(CHAT).getLast().message().text())
                .contains("\"c1\"", "\"add\"");
        assertThat(server.got()).hasSize(3);

        server.chat("e1", user("Thanks"));
        assertThat(server.got()).hasSize(5);
        assertThat(server.lines("e1"))
                .containsExactly("User: One", "Bot: Three.", "User: Thanks", "Bot: Three.");
    }

    @Test
    void aCallWithoutAResultIsNotSentAgain() throws IOException {
        server.backend.on(
                "POST",
                CHAT,
                Answer.json(
                        200,
                        """
                        {"id":"1","object":"chat.completion","created":1,"model":"tiny","choices":[
                        {"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
                        "content":"Wait.","tool_calls":[{"id":"c9","type":"function",
                        "function":{"name":"add","arguments":"{}"}}]}}]}
                        """));
        server.chat("e2", user("One"));
        server.backend.on("POST", CHAT, FakeOpenAi.chat("Fine."));
        server.chat("e2", user("Never mind"));
        assertThat(server.backend.received(CHAT).getLast().message().text())
                .contains("Wait.")
                .doesNotContain("c9");
    }

    @Test
    void aReplyThatTheBackendBreaksOffIsStoredAsCut() throws IOException {
        server.backend.on(
                "POST",
                CHAT,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                """
                                data: {"id":"1","object":"chat.completion.chunk","created":1,\
                                "model":"tiny","choices":[{"index":0,"delta":{"content":"Half"},\
                                "finish_reason":null}]}

                                """)));
        WireMessage broken =
                server.post(
                        CHAT,
                        "{'model':'tiny','stream':true,'messages':[" + user("One") + "]}",
                        as("ana"),
                        session("f1"));
        assertThat(broken.text()).contains("error").doesNotContain("[DONE]");

        Polled.untilPasses(
                () -> {
                    WireMessage full = server.send("GET", HISTORY + "f1?format=full", "", "ana");
                    assertThat(full.text()).contains("\"Half\"", "\"cut\":true");
                });
        server.backend.on("POST", CHAT, FakeOpenAi.chat("Whole."));
        server.chat("f1", user("Two"));
        assertThat(server.got()).containsExactly("user: One", "assistant: Half", "user: Two");
    }

    @Test
    void aReplyWhoseClientLeftIsStoredAsCut() throws Exception {
        server.backend.on(
                "POST", CHAT, FakeOpenAi.chat("one two three four five", Duration.ofSeconds(2)));
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.post(
                    CHAT,
                    "{\"model\":\"tiny\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"One\"}]}",
                    as("ana"),
                    session("g1"));
            WireMessage head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            String got = "";
            while (!got.contains("one")) {
                got += new String(client.readPiece().orElseThrow().bytes(), StandardCharsets.UTF_8);
            }
            client.hangUp();
        }
        Polled.untilPasses(
                () ->
                        assertThat(server.send("GET", HISTORY + "g1?format=full", "", "ana").text())
                                .contains("\"cut\":true", "one"));
    }

    @Test
    void aRequestThatGotNoAnswerLeavesNothing() throws IOException {
        server.backend.on("POST", CHAT, FakeOpenAi.error(400, "no"));
        assertThat(server.chat("h1", user("One")).status()).isEqualTo(400);
        assertThat(server.send("GET", HISTORY + "h1", "", "ana").status()).isEqualTo(404);
        server.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
        server.chat("h1", user("Two"));
        assertThat(server.got()).containsExactly("user: Two");
    }

    @Test
    void requestsOfOneSessionComeOneAfterTheOther() throws Exception {
        server.backend.on("POST", CHAT, FakeOpenAi.chat("one two three", Duration.ofMillis(100)));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String text = "Q" + i;
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            server.post(
                                                    CHAT,
                                                    "{'model':'tiny','stream':true,'messages':["
                                                            + user(text)
                                                            + "]}",
                                                    as("ana"),
                                                    session("m1"));
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> lines = server.lines("m1");
        assertThat(lines).hasSize(8);
        for (int i = 1; i < 8; i += 2) {
            assertThat(lines.get(i)).startsWith("Bot: one");
        }
        assertThat(server.got()).hasSize(7);
    }

    @Test
    void aSessionThatIsDeletedAmidATurnRefusesIt() throws Exception {
        server.chat("n1", user("One"));
        server.backend.on("POST", CHAT, FakeOpenAi.chat("one two three", Duration.ofMillis(300)));
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.post(
                    CHAT,
                    "{\"model\":\"tiny\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Two\"}]}",
                    as("ana"),
                    session("n1"));
            WireMessage head = client.readHead();
            server.send("DELETE", "/chat/sessions/n1", "", "ana");
            WireMessage all = client.readBody(head);
            assertThat(all.text()).contains("deleted").doesNotContain("[DONE]");
        }
        assertThat(server.send("GET", HISTORY + "n1", "", "ana").status()).isEqualTo(404);
    }

    @Test
    void sessionsAreListedAndReadInPages() throws IOException {
        for (int i = 1; i <= 3; i++) {
            server.chat("o1", user("Q" + i));
        }
        WireMessage page = server.send("GET", HISTORY + "o1?format=full&limit=2", "", "ana");
        assertThat(page.text())
                .contains("\"Q2\"", "\"Q3\"", "\"has_more\":true", "\"next_before\":2")
                .doesNotContain("\"Q1\"");
        assertThat(server.send("GET", HISTORY + "o1?format=full&before=2", "", "ana").text())
                .contains("\"Q1\"", "\"has_more\":false")
                .doesNotContain("\"Q2\"");
        assertThat(server.send("GET", "/chat/sessions?limit=1", "", "ana").text())
                .contains("\"session_id\":\"o1\"", "\"has_more\":true", "\"next_after\"");
        for (String wrong : List.of("limit=0", "limit=x", "before=-1", "format=csv")) {
            assertThat(server.send("GET", HISTORY + "o1?" + wrong, "", "ana").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aSystemTextThatIsTooLongIsRefused() throws IOException {
        String text = "x".repeat(Sessions.MOST_SYSTEM_BYTES + 1);
        assertThat(server.chat("long", "{'role':'system','content':'" + text + "'}," + user("One")))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(413))
                .satisfies(answer -> assertThat(answer.text()).contains("system text"));
        assertThat(server.send("PUT", "/chat/sessions/long", "{'system':'" + text + "'}", "ana"))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(413));
        assertThat(server.send("GET", "/chat/history/long", "", "ana").status()).isEqualTo(404);
    }
}
