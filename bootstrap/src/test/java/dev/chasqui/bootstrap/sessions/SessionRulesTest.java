package dev.chasqui.bootstrap.sessions;

import static dev.chasqui.bootstrap.sessions.SessionServer.CHAT;
import static dev.chasqui.bootstrap.sessions.SessionServer.as;
import static dev.chasqui.bootstrap.sessions.SessionServer.body;
import static dev.chasqui.bootstrap.sessions.SessionServer.session;
import static dev.chasqui.bootstrap.sessions.SessionServer.user;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The rules of the config for sessions, and what happens amid a turn. */
class SessionRulesTest {
    private static final String LEFT_OUT = "X-Chasqui-Session-Left-Out";
    private static final String STREAM =
            "{\"model\":\"tiny\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

    @TempDir private Path folder;

    private static Answer slowly() {
        return FakeOpenAi.chat("one two three four five", Duration.ofMillis(200));
    }

    /** Begins a streamed chat of ana, and returns when its answer has begun. */
    private static WireMessage begin(RawHttp client, String session, String text)
            throws IOException {
        client.post(CHAT, STREAM.formatted(text), as("ana"), session(session));
        return client.readHead();
    }

    @Test
    void aSecondRequestAtOnceIsRefusedIfTheConfigSaysSo() throws IOException {
        try (SessionServer server =
                        new SessionServer(folder, ",'sessions':{'concurrent':'refuse'}");
                RawHttp client = RawHttp.connect(server.port())) {
            server.backend.on("POST", CHAT, slowly());
            WireMessage head = begin(client, "a", "One");

            WireMessage second = server.chat("a", user("Two"));
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.text()).contains("another request of this session");
            assertThat(second.header("Retry-After")).isPresent();

            assertThat(client.readBody(head).text()).contains("[DONE]");
            // The end of an answer means that the next one may begin.
            server.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
            assertThat(server.chat("a", user("Two")).status()).isEqualTo(200);
            assertThat(server.got()).hasSize(3);
        }
    }

    @Test
    void aRequestThatWaitsTooLongOrWithTooManyIsRefused() throws IOException {
        try (SessionServer server =
                        new SessionServer(
                                folder, ",'sessions':{'longestWait':'1s','mostWaiting':1}");
                RawHttp client = RawHttp.connect(server.port())) {
            server.backend.on("POST", CHAT, Answer.stall());
            client.post(CHAT, STREAM.formatted("One"), as("ana"), session("a"));
            Polled.until("the first is asked", () -> server.backend.received(CHAT).size() == 1);

            WireMessage late = server.chat("a", user("Two"));
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.text()).contains("more than 1 s");

            // A client that leaves makes room at once.
            client.hangUp();
            server.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
            assertThat(server.chat("a", user("Three")).status()).isEqualTo(200);
        }
    }

    @Test
    void sessionsOutliveTheServerAndAReload() throws Exception {
        try (SessionServer server = new SessionServer(folder, "");
                RawHttp client = RawHttp.connect(server.port())) {
            server.chat("a", user("One"));
            server.backend.on("POST", CHAT, slowly());
            WireMessage head = begin(client, "a", "Two");
            assertThat(server.reload(",'sessions':{'mostWaiting':3}").status()).isEqualTo(200);
            assertThat(client.readBody(head).text()).contains("[DONE]");
            assertThat(server.lines("a")).hasSize(4);
        }
        try (SessionServer server = new SessionServer(folder, "")) {
            server.chat("a", user("Three"));
            assertThat(server.got()).hasSize(5);
        }
    }

    @Test
    void whatRunsWhileItsUserIsForgottenIsNotStored() throws Exception {
        try (SessionServer server = new SessionServer(folder, "");
                RawHttp client = RawHttp.connect(server.port())) {
            server.backend.on("POST", CHAT, slowly());
            WireMessage head = begin(client, "new", "My secret");

            assertThat(server.send("DELETE", "/admin/users/ana/data", "", "root").status())
                    .isEqualTo(200);

            assertThat(client.readBody(head).text()).doesNotContain("[DONE]").contains("error");
            assertThat(server.send("GET", "/chat/history/new", "", "ana").status()).isEqualTo(404);
        }
    }

    @Test
    void limitsOfTokensCountTheHistory() throws Exception {
        try (SessionServer server =
                new SessionServer(
                        folder,
                        ",'sessions':{'mostHistory':'64KiB'}",
                        ",'limits':{'tokens':'9000/1d'}")) {
            String long20k = "word ".repeat(4_000);
            assertThat(server.chat("a", user(long20k)).status()).isEqualTo(200);

            WireMessage refused = server.chat("a", user(long20k));

            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            assertThat(server.chat("b", user(long20k)).status()).isEqualTo(200);
        }
    }

    @Test
    void aTurnAmidTheStopIsStoredAsCut() throws Exception {
        RawHttp client;
        try (SessionServer server = new SessionServer(folder, "")) {
            server.backend.on(
                    "POST", CHAT, FakeOpenAi.chat("one two three", Duration.ofSeconds(1)));
            client = RawHttp.connect(server.port());
            assertThat(begin(client, "a", "One").status()).isEqualTo(200);
            String got = "";
            while (!got.contains("one")) {
                got += new String(client.readPiece().orElseThrow().bytes(), UTF_8);
            }
        }
        client.close();
        try (SessionServer server = new SessionServer(folder, "")) {
            assertThat(server.send("GET", "/chat/history/a?format=full", "", "ana").text())
                    .contains("\"cut\":true", "\"one");
        }
    }

    @Test
    void withoutSessionsABodyThatNamesOneIsRefused() throws IOException {
        try (SessionServer server = new SessionServer(folder, ",'sessions':{'on':false}")) {
            assertThat(server.chat("a", user("One")).status()).isEqualTo(200);
            assertThat(server.chat("a", user("Two")).status()).isEqualTo(200);
            assertThat(server.got()).containsExactly("user: Two");
            WireMessage refused =
                    server.post(
                            CHAT,
                            "{'model':'tiny','session_id':'a','messages':[" + user("x") + "]}",
                            as("ana"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("sessions.on");
        }
    }

    @Test
    void olderTurnsAreLeftOutAndAHeaderSaysHowMany() throws IOException {
        try (SessionServer server =
                new SessionServer(folder, ",'sessions':{'mostHistory':'1KiB'}")) {
            for (int i = 0; i < 4; i++) {
                server.chat("a", user("x".repeat(300) + i));
            }
            WireMessage last = server.chat("a", user("Last"));
            assertThat(last.header(LEFT_OUT)).contains("4");
            assertThat(server.got()).hasSize(5);
            assertThat(server.got().get(2)).endsWith("3");
            assertThat(server.lines("a")).hasSize(10);
        }
    }

    @Test
    void aHistoryBeyondTheContextLosesItsOldestTurns() throws IOException {
        try (SessionServer server = new SessionServer(folder, "")) {
            server.backend.on(
                    "POST",
                    CHAT,
                    Answer.choose(
                            request ->
                                    request.text().length() < 9_000
                                            ? FakeOpenAi.chat("Yes.")
                                            : Answer.json(
                                                    400,
                                                    """
                                                    {"error":{"code":400,"message":"request (%1$d tokens) exceeds the available context size (%2$d tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":%1$d,"n_ctx":%2$d}}
                                                    """
                                                            .formatted(
                                                                    request.text().length(),
                                                                    9_000))));
            for (int i = 0; i < 4; i++) {
                WireMessage answer = server.chat("a", user("x".repeat(3_000) + i));
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }
            WireMessage last = server.chat("a", user("Last"));
            assertThat(last.status()).isEqualTo(200);
            assertThat(Integer.parseInt(last.header(LEFT_OUT).orElseThrow())).isBetween(2, 6);
            List<String> got = server.got();
            assertThat(got.getLast()).isEqualTo("user: Last");
            assertThat(got.get(got.size() - 3)).endsWith("3");
            assertThat(server.lines("a")).hasSize(10);
        }
    }

    @Test
    void aUsersOldestSessionsGoWhenThereAreTooMany() throws IOException {
        try (SessionServer server = new SessionServer(folder, ",'sessions':{'mostPerUser':2}")) {
            for (int i = 0; i < 4; i++) {
                server.chat("s" + i, user("One"));
            }
            Polled.until(
                    "old sessions are gone",
                    () -> server.send("GET", "/chat/history/s1", "", "ana").status() == 404);
            assertThat(server.lines("s3")).hasSize(2);
        }
    }

    @Test
    void aFullSessionSaysWhatToDo() throws IOException {
        try (SessionServer server =
                new SessionServer(folder, ",'sessions':{'mostBytesPerUser':'64KiB'}")) {
            server.chat("a", user("x".repeat(70_000)));
            WireMessage full = server.chat("a", user("Two"));
            assertThat(full.status()).isEqualTo(413);
            assertThat(full.text()).contains("begin another session");
            assertThat(server.chat("b", user("One")).status()).isEqualTo(200);
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaidAndOtherChatsGoOn() throws IOException {
        try (SessionServer server =
                new SessionServer(
                        folder,
                        ",'database':{'url':'jdbc:postgresql://127.0.0.1:1/none','user':'x'}")) {
            WireMessage away = server.chat("a", user("One"));
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.text()).contains("store_away");
            assertThat(server.post(CHAT, body(user("One")), as("ana")).status()).isEqualTo(200);
            assertThat(server.backend.received(CHAT)).hasSize(1);
        }
    }
}
