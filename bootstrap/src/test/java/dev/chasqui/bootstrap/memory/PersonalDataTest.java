package dev.chasqui.bootstrap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.governance.GovernedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;

/** The export and the end of everything that is kept of a user, over sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonalDataTest {
    private static final String ADMIN = GovernedServer.CONFIG_ADMIN;

    private final GovernedServer server =
            GovernedServer.withConfigAdmin(",\"ledger\":{\"content\":true}");

    @AfterAll
    void close() {
        server.close();
    }

    private String user(String name) throws IOException {
        return server.keyOfUser(name, ",'agents':['*']");
    }

    private void say(String key, String text) throws IOException {
        WireMessage answer =
                server.send(
                        key,
                        "POST",
                        "/v1/chat/completions",
                        "{'model':'hello','messages':[{'role':'user','content':'" + text + "'}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String data(String name) {
        return "/admin/users/" + name + "/data";
    }

    private Json.Obj export(String name) throws IOException {
        return server.done(ADMIN, "GET", data(name), "");
    }

    private static List<Json> items(Json.Obj export, String kind) {
        return ((Json.Arr) export.get(kind).orElseThrow()).items();
    }

    private void awaitRequests(String name, int count) throws IOException {
        Polled.untilPasses(() -> assertThat(items(export(name), "requests")).hasSize(count));
    }

    private String audit() throws IOException {
        return server.done(ADMIN, "GET", "/admin/audit", "").toString();
    }

    @Test
    void anExportHasAllOfOneUserAndNothingOfAnother() throws IOException {
        String ana = user("ana");
        String bob = user("bob");
        say(ana, "/memory(remember) I like tea.");
        say(ana, "Where is Lima?");
        say(bob, "/memory(remember) I like cake.");
        awaitRequests("ana", 2);

        WireMessage answer = server.send(ADMIN, "GET", data("ana"), "");

        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.text())
                .contains("I like tea.", "Where is Lima?", "\"account\":{\"name\":\"ana\"")
                .doesNotContain("cake", "bob", "sha256");
        Polled.untilPasses(
                () -> assertThat(audit()).contains("\"action\":\"user.export\"", "\"ana\""));
    }

    @Test
    void whatIsForgottenIsGoneAndTheEntriesStayWithoutContent() throws IOException {
        String eve = user("eve");
        String dan = user("dan");
        say(eve, "/memory(remember) I like milk.");
        say(eve, "What is a llama?");
        say(dan, "What is a puma?");
        awaitRequests("eve", 2);
        awaitRequests("dan", 1);

        Json.Obj done = server.done(ADMIN, "DELETE", data("eve"), "");

        assertThat(done.toString())
                .contains("\"user\":\"eve\",\"forgotten\":{", "\"facts\":1", "\"requests\":2");
        Json.Obj left = export("eve");
        assertThat(items(left, "facts")).isEmpty();
        assertThat(items(left, "requests")).hasSize(2);
        assertThat(left.toString()).doesNotContain("milk", "llama");
        assertThat(export("dan").toString()).contains("What is a puma?");
        assertThat(server.chat(eve, "hello").status()).isEqualTo(200);
        Polled.untilPasses(() -> assertThat(audit()).contains("\"action\":\"user.forget\""));
    }

    @Test
    void aUserThatIsMadeAgainFindsNothingOfTheEarlierOne() throws IOException {
        String first = user("kim");
        say(first, "/memory(remember) I am the first.");
        awaitRequests("kim", 1);

        server.done(ADMIN, "DELETE", "/admin/users/kim", "");

        assertThat(export("kim").toString()).doesNotContain("I am the first");
        String second = user("kim");
        assertThat(
                        server.send(
                                        second,
                                        "POST",
                                        "/v1/chat/completions",
                                        "{'model':'hello','messages':[{'role':'user',"
                                                + "'content':'/memory(list)'}]}")
                                .text())
                .contains("You have no facts here");
    }

    @Test
    void aNameThatNobodyHasIsNoMistakeButALongOneIs() throws IOException {
        assertThat(items(export("nobody"), "facts")).isEmpty();
        assertThat(server.send(ADMIN, "DELETE", data("nobody"), "").status()).isEqualTo(200);
        assertThat(server.send(ADMIN, "GET", data("x".repeat(201)), "").status()).isEqualTo(400);
        assertThat(server.send(ADMIN, "HEAD", data("nobody"), "").status()).isEqualTo(200);
    }
}
