package dev.chasqui.bootstrap.sessions;

import static dev.chasqui.bootstrap.sessions.SessionServer.CHAT;
import static dev.chasqui.bootstrap.sessions.SessionServer.as;
import static dev.chasqui.bootstrap.sessions.SessionServer.body;
import static dev.chasqui.bootstrap.sessions.SessionServer.session;
import static dev.chasqui.bootstrap.sessions.SessionServer.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The owners and the names of sessions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionOwnersTest {
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

    @Test
    void usersDoNotSeeOneAnother() throws IOException {
        server.chat("i1", user("Secret"));

        server.post(CHAT, body(user("Mine")), as("bea"), session("i1"));
        assertThat(server.got()).containsExactly("user: Mine");
        assertThat(server.send("GET", HISTORY + "i1", "", "bea").text())
                .contains("Mine")
                .doesNotContain("Secret");
        assertThat(server.send("DELETE", "/chat/sessions/i1", "", "bea").status()).isEqualTo(200);
        assertThat(server.lines("i1")).contains("User: Secret");
        WireMessage gone = server.send("GET", HISTORY + "i1", "", "bea");
        WireMessage never = server.send("GET", HISTORY + "never", "", "bea");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text()).isEqualTo(never.text());
        assertThat(server.send("DELETE", "/chat/sessions/i1", "", "bea").status()).isEqualTo(404);
        assertThat(server.send("GET", HISTORY + "i1?user=ana", "", "bea").status()).isEqualTo(403);
        assertThat(server.send("GET", "/chat/sessions?user=ana", "", "bea").status())
                .isEqualTo(403);
        assertThat(server.send("GET", "/chat/sessions", "", "bea").text()).doesNotContain("i1");
        assertThat(
                        server.post(
                                        CHAT,
                                        "{'model':'tiny','session_id':'i1','user':'ana','messages':["
                                                + user("x")
                                                + "]}",
                                        as("bea"))
                                .status())
                .isEqualTo(200);
        assertThat(server.got()).containsExactly("user: x");
        assertThat(RawHttp.get(server.port(), HISTORY + "i1").status()).isEqualTo(401);
    }

    @Test
    void aPlaceThatNoPageNamedIsRefused() throws IOException {
        for (String place :
                List.of("+1000000000-01-01T00:00:00Z%20a", "2026-01-01T00:00:00Z%20a%00", "x")) {
            String path = "/chat/sessions?after=" + place.replace("+", "%2B");
            assertThat(server.send("GET", path, "", "ana").status()).isEqualTo(400);
        }
    }

    @Test
    void anAdministratorSeesAnothersAndIsAudited() throws IOException {
        server.chat("j1", user("Of ana"));
        assertThat(server.send("GET", HISTORY + "j1", "", "root").status()).isEqualTo(404);
        assertThat(server.send("GET", HISTORY + "j1?user=ana", "", "root").text())
                .contains("Of ana");
        assertThat(server.send("GET", "/admin/audit", "", "root").text())
                .contains("\"sessions.read\"", "\"ana\"", "j1");
        assertThat(server.send("DELETE", "/chat/sessions/j1?user=ana", "", "root").status())
                .isEqualTo(200);
        assertThat(server.send("GET", HISTORY + "j1", "", "ana").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "  ", "x\\u0000y", "x\\u202ey"})
    void aWrongNameIsRefusedWithItsRule(String name) throws IOException {
        WireMessage refused =
                server.post(
                        CHAT,
                        "{'model':'tiny','session_id':'"
                                + name
                                + "','messages':["
                                + user("x")
                                + "]}",
                        as("ana"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("1 to 128 visible characters");
    }

    @Test
    void hostileNamesAreNamesLikeOthers() throws IOException {
        for (String name :
                List.of("..", "%2e%2e%2f", "a';DROP TABLE chasqui_sessions;--", "'", "*")) {
            String body =
                    "{\"model\":\"tiny\",\"session_id\":\""
                            + name
                            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
            int status = RawHttp.post(server.port(), CHAT, body, as("ana")).status();
            assertThat(status).as(name).isEqualTo(name.contains(" ") ? 400 : 200);
        }
        assertThat(server.chat("x".repeat(129), user("x")).status()).isEqualTo(400);
        assertThat(
                        server.post(
                                        CHAT,
                                        "{'model':'tiny','session_id':7,'messages':[]}",
                                        as("ana"))
                                .status())
                .isEqualTo(400);
        WireMessage two =
                server.post(
                        CHAT,
                        "{'model':'tiny','session_id':'k1','messages':[" + user("x") + "]}",
                        as("ana"),
                        session("k2"));
        assertThat(two.status()).isEqualTo(400);
    }

    @Test
    void otherHeadersMakeNoSession() throws IOException {
        for (String name : List.of("x-session-affinity", "session_id")) {
            for (int i = 0; i < 2; i++) {
                server.post(CHAT, body(user("One")), as("ana"), new Header(name, "l1"));
            }
            assertThat(server.got()).containsExactly("user: One");
        }
        assertThat(server.send("GET", HISTORY + "l1", "", "ana").status()).isEqualTo(404);
    }
}
