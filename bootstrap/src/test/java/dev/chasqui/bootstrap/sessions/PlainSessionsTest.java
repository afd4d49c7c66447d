package dev.chasqui.bootstrap.sessions;

import static dev.chasqui.bootstrap.sessions.SessionServer.CHAT;
import static dev.chasqui.bootstrap.sessions.SessionServer.as;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** Plain requests: a message and a session in, a reply out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainSessionsTest {
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
        server.backend.on("GET", "/v1/models", FakeOpenAi.models("tiny"));
    }

    private WireMessage ask(String path, String body) throws IOException {
        return server.post(path, body, as("ana"));
    }

    @Test
    void aMessageGetsAReplyAndTheServerKeepsTheConversation() throws IOException {
        for (String path : new String[] {"/responses", "/v1/responses"}) {
            WireMessage reply = ask(path, "{'session_id':'p1','user_message':'Hi'}");
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("{\"reply\":\"Hello there!\"}");
        }
        assertThat(server.got()).containsExactly("user: Hi", "assistant: Hello there!", "user: Hi");
        assertThat(server.send("GET", "/chat/history/p1", "", "ana").text())
                .isEqualTo(
                        """
                        {"session_id":"p1","messages":["User: Hi","Bot: Hello there!","User: Hi","Bot: Hello there!"]}\
                        """);
    }

    @Test
    void aReplyIsStreamedIfItIsAskedFor() throws IOException {
        WireMessage reply =
                ask("/responses", "{'session_id':'p2','user_message':'Hi','stream':true}");
        assertThat(reply.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(reply.text())
                .contains("data: {\"reply\":\"Hello \"}\n\n")
                .endsWith("data: [DONE]\n\n");
        assertThat(server.lines("p2")).containsExactly("User: Hi", "Bot: Hello there!");
    }

    @Test
    void aFailureHasAMessage() throws IOException {
        server.backend.on("POST", CHAT, FakeOpenAi.error(500, "broken"));
        WireMessage reply = ask("/responses", "{'session_id':'p3','user_message':'Hi'}");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).startsWith("{\"error\":{\"message\":");
    }

    @Test
    void wrongRequestsSayWhatIsExpected() throws IOException {
        WireMessage empty = ask("/responses", "{'session_id':'p4','user_message':' '}");
        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.text()).contains("user_message");
        WireMessage unknown =
                ask("/responses", "{'session_id':'p4','user_message':'x','modell':'tiny'}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text()).contains("modell");
        WireMessage model =
                ask("/responses", "{'session_id':'p4','user_message':'x','model':'none'}");
        assertThat(model.status()).isEqualTo(404);
    }

    @Test
    void withoutASessionNothingIsKept() throws IOException {
        assertThat(ask("/responses", "{'user_message':'Hi'}").status()).isEqualTo(200);
        assertThat(ask("/responses", "{'user_message':'Hi'}").status()).isEqualTo(200);
        assertThat(server.got()).containsExactly("user: Hi");
    }
}
