package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

/** The routes of users, keys and teams, and what they change for requests. */
class UsersAndKeysTest {
    private static final String ADMIN = GovernedServer.CONFIG_ADMIN;
    private static GovernedServer server;

    @BeforeAll
    static void start() {
        server = GovernedServer.withConfigAdmin("");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String text(String method, String path, String body) throws IOException {
        return server.send(ADMIN, method, path, body).text();
    }

    @Test
    void aUserHasKeysThatWorkUntilTheyAreRevoked() throws IOException {
        assertThat(server.send(ADMIN, "POST", "/admin/users", "{'name':'ana'}").status())
                .isEqualTo(201);
        WireMessage made = server.send(ADMIN, "POST", "/admin/users/ana/keys", "");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).contains("no-store");
        String key = made.text().replaceFirst(".*\"key\":\"(chsq_[^\"]{43})\".*", "$1");
        String id = made.text().replaceFirst("\\{\"id\":\"([^\"]*)\".*", "$1");
        assertThat(server.chat(key, "hello").status()).isEqualTo(200);

        String rotated =
                server.done(ADMIN, "POST", "/admin/keys/" + id + "/rotate", "{}")
                        .text("key")
                        .orElseThrow();
        assertThat(server.chat(key, "hello").status()).isEqualTo(401);
        assertThat(server.chat(rotated, "hello").status()).isEqualTo(200);
        String keys = text("GET", "/admin/users/ana/keys", "");
        assertThat(keys).contains(id).doesNotContain("chsq_", "sha256");

        server.done(ADMIN, "DELETE", "/admin/keys/" + id, "");
        assertThat(server.chat(rotated, "hello").status()).isEqualTo(401);
        server.done(ADMIN, "DELETE", "/admin/users/ana", "");
        assertThat(server.send(ADMIN, "GET", "/admin/users/ana", "").status()).isEqualTo(404);
    }

    @Test
    void aChangeActsOnAConnectionThatIsOpen() throws IOException {
        server.done(ADMIN, "POST", "/admin/users", "{'name':'kept'}");
        Header key = new Header("x-api-key", server.key("kept", "{}"));
        try (RawHttp client = RawHttp.connect(server.server().port())) {
            assertThat(client.request("GET", "/v1/models", "", key).readResponse().status())
                    .isEqualTo(200);
            server.done(ADMIN, "PATCH", "/admin/users/kept", "{'active':false}");
            WireMessage refused = client.request("GET", "/v1/models", "", key).readResponse();
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("'kept' is deactivated");
            server.done(ADMIN, "PATCH", "/admin/users/kept", "{'active':true}");
            assertThat(client.request("GET", "/v1/models", "", key).readResponse().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aChangeOfAKeyActsAtOnceAndIsInTheAuditTrail() throws IOException {
        server.done(ADMIN, "POST", "/admin/users", "{'name':'changed'}");
        Json.Obj made =
                server.done(ADMIN, "POST", "/admin/users/changed/keys", "{'expires':'30d'}");
        String key = made.text("key").orElseThrow();
        String path = "/admin/keys/" + made.text("id").orElseThrow();
        assertThat(server.chat(key, "other").status()).isEqualTo(200);

        assertThat(
                        server.done(
                                        ADMIN,
                                        "PATCH",
                                        path,
                                        "{'name':'laptop','models':['hello'],'expires':null,"
                                                + "'limits':{'requests':'1/1h'},'priority':3}")
                                .toString())
                .contains("laptop", "\"models\":[\"hello\"]", "1/1h", "\"priority\":3")
                .doesNotContain("expires", "chsq_");
        assertThat(server.chat(key, "other").status()).isEqualTo(403);
        assertThat(server.chat(key, "hello").status()).isEqualTo(200);
        assertThat(server.chat(key, "hello").status()).isEqualTo(429);

        server.done(ADMIN, "PATCH", path, "{'models':null,'limits':null}");
        assertThat(server.chat(key, "other").status()).isEqualTo(200);
        assertThat(text("GET", "/admin/users/changed/keys", ""))
                .contains("laptop", "\"priority\":3");
        assertThat(text("GET", "/admin/audit?limit=1", ""))
                .contains("key.change", "changed/laptop", "\"before\":{", "\"after\":{", "1/1h")
                .doesNotContain("chsq_", "sha256");
    }

    @Test
    void onlyAllowedModelsAndKindsAreAnswered() throws IOException {
        server.done(
                ADMIN,
                "POST",
                "/admin/users",
                "{'name':'bound','models':['hel*'],'kinds':['chat']}");
        String key = server.key("bound", "");

        assertThat(server.chat(key, "hello").status()).isEqualTo(200);
        assertThat(server.chat(key, "other").status()).isEqualTo(403);
        assertThat(server.chat(key, "other").text()).contains("'bound' may not use model 'other'");
        WireMessage embedding =
                server.send(key, "POST", "/v1/embeddings", "{'model':'hello','input':'a'}");
        assertThat(embedding.status()).isEqualTo(403);
        assertThat(embedding.text()).contains("of the kind 'embeddings'");
    }

    @Test
    void limitsOfAUserHoldForAllKeysTogetherAndThoseOfATeamForAllMembers() throws IOException {
        server.done(ADMIN, "POST", "/admin/users", "{'name':'few','limits':{'requests':'2/1h'}}");
        String first = server.key("few", "");
        String second = server.key("few", "");
        assertThat(server.chat(first, "hello").status()).isEqualTo(200);
        assertThat(server.chat(second, "hello").status()).isEqualTo(200);
        WireMessage refused = server.chat(first, "hello");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("user 'few'");

        server.done(ADMIN, "PUT", "/admin/teams/pair", "{'limits':{'requests':'1/1h'}}");
        server.done(ADMIN, "POST", "/admin/users", "{'name':'left','teams':['pair']}");
        server.done(ADMIN, "POST", "/admin/users", "{'name':'right','teams':['pair']}");
        assertThat(server.chat(server.key("left", ""), "hello").status()).isEqualTo(200);
        assertThat(server.chat(server.key("right", ""), "hello").text()).contains("team 'pair'");
    }

    @Test
    void keysOfTheConfigAreShownAndCannotBeChanged() throws IOException {
        assertThat(text("GET", "/admin/users", ""))
                .contains(
                        "{\"name\":\"root\",\"role\":\"admin\",\"active\":true,"
                                + "\"agents\":[\"*\"],\"source\":\"config\"}");
        assertThat(text("GET", "/admin/users/root", "")).contains("config");
        WireMessage refused = server.send(ADMIN, "DELETE", "/admin/users/root", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("change it there");
        assertThat(server.send(ADMIN, "POST", "/admin/users", "{'name':'root'}").status())
                .isEqualTo(400);
    }

    @Test
    void teamsAreMadeJoinedAndRemoved() throws IOException {
        server.done(ADMIN, "PUT", "/admin/teams/crew", "{'limits':{'concurrency':2}}");
        server.done(ADMIN, "POST", "/admin/users", "{'name':'sailor','teams':['crew']}");

        assertThat(text("GET", "/admin/teams/crew", ""))
                .isEqualTo(
                        "{\"name\":\"crew\",\"limits\":{\"concurrency\":2},"
                                + "\"members\":[\"sailor\"]}");
        server.done(ADMIN, "DELETE", "/admin/teams/crew", "");
        assertThat(text("GET", "/admin/users/sailor", "")).doesNotContain("crew");
        assertThat(server.send(ADMIN, "GET", "/admin/teams/crew", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /admin/users | [] | 400",
                "POST | /admin/users | {'name': | 400",
                "POST | /admin/users | {'name':'x y'} | 400",
                "POST | /admin/users | {'name':'a','limits':{'requests':'many'}} | 400",
                "PATCH | /admin/users/nobody | {} | 404",
                "DELETE | /admin/users/nobody | {} | 404",
                "POST | /admin/users/nobody/keys | {} | 404",
                "POST | /admin/users/%2e%2e/keys | {} | 404",
                "DELETE | /admin/keys/0 | {} | 404",
                "PATCH | /admin/keys/0 | {} | 404",
                "PATCH | /admin/keys/0 | {'user':'ana'} | 404",
                "POST | /admin/keys/0/rotate | {} | 404",
                "PUT | /admin/teams/a%20b | {} | 400",
                "PUT | /admin/teams/a | {'name':'a'} | 400",
                "PUT | /admin/users/ana | {} | 405"
            })
    void aWrongRequestIsAnswered(String method, String path, String body, int status)
            throws IOException {
        WireMessage answer = server.send(ADMIN, method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains("\"message\":\"");
    }
}
