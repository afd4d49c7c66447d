package dev.chasqui.bootstrap.memory;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The stored conversations of users: their routes, their summaries and their end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationsTest {
    private static final String ADMIN = GovernedServer.CONFIG_ADMIN;
    private static final String CHAT = "/v1/chat/completions";
    private static final String USERS = "/v1/memory/users/";

    private final GovernedServer server =
            GovernedServer.withConfigAdmin(
                    ",\"sessions\":{\"summarize\":{\"model\":\"other\",\"above\":\"2KiB\"}}");
    private String ana = "";
    private String bob = "";

    @BeforeAll
    void makeUsers() throws IOException {
        ana = server.keyOfUser("ana", ",'agents':['*']");
        bob = server.keyOfUser("bob", "");
        server.backend()
                .on(
                        "POST",
                        CHAT,
                        Answer.choose(
                                request ->
                                        request.text().contains("\"model\":\"other\"")
                                                ? FakeOpenAi.chat("They spoke of llamas.")
                                                : FakeOpenAi.chat("Hello there!")));
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void say(String key, String session, String text) throws IOException {
        WireMessage answer =
                server.send(
                        key,
                        "POST",
                        CHAT,
                        "{'model':'hello','messages':[{'role':'user','content':'" + text + "'}]}",
                        new Header("X-Chasqui-Session", session));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Json.Obj get(String key, String path) throws IOException {
        return server.done(key, "GET", path, "");
    }

    private static List<Json.Obj> data(Json.Obj page) {
        return ((Json.Arr) page.get("data").orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private static List<String> texts(Json.Obj history) {
        return ((Json.Arr) history.get("messages").orElseThrow())
                .items().stream()
                        .map(message -> ((Json.Obj) message).text("text").orElseThrow())
                        .toList();
    }

    @Test
    void aCallerReadsItsConversationByPages() throws IOException {
        for (int i = 1; i <= 3; i++) {
            say(ana, "pages", "Question " + i);
        }
        String path = "/v1/memory/conversations/pages/history?limit=2";

        Json.Obj newest = get(ana, path);
        assertThat(texts(newest))
                .containsExactly("Question 2", "Hello there!", "Question 3", "Hello there!");
        String before = newest.get("next_before").orElseThrow().toString();
        Json.Obj oldest = get(ana, path + "&before=" + before);

        assertThat(texts(oldest)).containsExactly("Question 1", "Hello there!");
        assertThat(oldest.get("has_more")).contains(Json.of(false));
    }

    @Test
    void theTurnsOfAllConversationsComeByPagesToo() throws IOException {
        String kim = server.keyOfUser("kim", "");
        for (String session : List.of("one", "two", "three")) {
            say(kim, session, "First of " + session);
            say(kim, session, "Second of " + session);
        }

        List<String> turns = new ArrayList<>();
        Json.Obj page = get(kim, USERS + "kim/history?limit=2");
        while (true) {
            data(page)
                    .forEach(
                            turn ->
                                    turns.add(
                                            turn.text("session_id").orElseThrow()
                                                    + turn.get("turn").orElseThrow()));
            if (page.get("has_more").equals(java.util.Optional.of(Json.of(false)))) {
                break;
            }
            page =
                    get(
                            kim,
                            USERS
                                    + "kim/history?limit=2&before="
                                    + page.text("next_before").orElseThrow());
        }
        assertThat(turns).containsExactly("three2", "three1", "two2", "two1", "one2", "one1");

        Json.Obj first = get(kim, USERS + "kim/conversations?limit=2");
        assertThat(data(first))
                .extracting(head -> head.text("session_id").orElseThrow())
                .containsExactly("three", "two");
        Json.Obj second =
                get(
                        kim,
                        USERS
                                + "kim/conversations?limit=2&before="
                                + first.text("next_before").orElseThrow());
        assertThat(data(second)).hasSize(1);
    }

    @Test
    void nobodyReadsWhatIsAnothersButAnAdministratorWhichIsAudited() throws IOException {
        say(ana, "secret", "I like llamas.");
        String conversation = "/v1/memory/conversations/secret/history";

        for (String path :
                List.of(
                        conversation,
                        conversation + "?user=ana",
                        USERS + "ana/history",
                        USERS + "ana/conversations",
                        USERS + "nobody/history")) {
            WireMessage answer = server.send(bob, "GET", path, "");
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).doesNotContain("llamas");
        }
        assertThat(server.send(bob, "GET", USERS + "ana/history", "").text())
                .isEqualTo(server.send(bob, "GET", USERS + "nobody/history", "").text());
        assertThat(texts(get(ADMIN, conversation + "?user=ana"))).contains("I like llamas.");
        assertThat(get(ADMIN, USERS + "ana/history").toString()).contains("I like llamas.");
        Polled.untilPasses(
                () ->
                        assertThat(get(ADMIN, "/admin/audit").toString())
                                .contains("\"action\":\"memory.read\",\"subject\":\"ana\""));
    }

    @Test
    void wrongPagesAreRefused() throws IOException {
        say(ana, "wrong", "Hi");
        for (String query :
                List.of(
                        "limit=0",
                        "limit=101",
                        "limit=x",
                        "before=7",
                        "before=x.wrong",
                        "before=7.gone",
                        "before=99999999999999999999.wrong")) {
            assertThat(server.send(ana, "GET", USERS + "ana/history?" + query, "").status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(server.send(ana, "GET", USERS + "ana/conversations?before=gone", "").status())
                .isEqualTo(400);
    }

    @Test
    void aLongConversationIsSummarisedAndGoesOnWithTheSummary() throws IOException {
        for (int i = 0; i < 8; i++) {
            say(ana, "long", "Tell me of llamas " + i + " " + "x".repeat(300));
        }
        Polled.untilPasses(
                () ->
                        assertThat(get(ana, "/chat/history/long?format=full").toString())
                                .contains("\"text\":\"They spoke of llamas.\"", "up_to_turn"));
        Json.Obj history = get(ana, "/chat/history/long?format=full");
        assertThat(texts(history)).hasSize(16);

        say(ana, "long", "And now?");

        Json.Obj sent =
                (Json.Obj)
                        JsonReader.read(
                                server.backend().received(CHAT).stream()
                                        .map(received -> received.message())
                                        .filter(message -> message.text().contains("And now?"))
                                        .findFirst()
                                        .orElseThrow()
                                        .body());
        assertThat(sent.toString())
                .contains("They spoke of llamas.", "And now?")
                .doesNotContain("llamas 0 ");
        assertThat(
                        server.backend().received(CHAT).stream()
                                .filter(
                                        received ->
                                                received.message().text().contains("\"other\"")))
                .allMatch(received -> received.message().text().contains("<conversation>"));
    }

    @Test
    void exportHasTheTurnsAndForgetRemovesThem() throws IOException {
        String eve = server.keyOfUser("eve", "");
        say(eve, "mine", "I like pumas.");
        String data = "/admin/users/eve/data";

        assertThat(get(ADMIN, data).toString())
                .contains("\"session_id\":\"mine\"", "I like pumas.");
        server.done(ADMIN, "DELETE", data, "");

        assertThat(get(ADMIN, data).toString()).doesNotContain("mine", "pumas");
        assertThat(server.send(eve, "GET", "/chat/history/mine", "").status()).isEqualTo(404);
    }

    @Test
    void inferGoesOnWithASessionAtOnceAndLater() throws IOException {
        String dan = server.keyOfUser("dan", "");
        String body = "{'id':'%s','model_id':'hello','input':'%s','context':{'session_id':'talk'}}";
        server.done(dan, "POST", "/infer", body.formatted("a", "I am Dan."));
        WireMessage later =
                server.send(
                        dan,
                        "POST",
                        "/infer",
                        body.formatted("b", "Who am I?"),
                        new Header("Prefer", "respond-async"));
        assertThat(later.status()).isEqualTo(202);
        Polled.until("the answer", () -> server.send(dan, "GET", "/infer/b", "").status() == 200);

        assertThat(texts(get(dan, "/v1/memory/conversations/talk/history")))
                .containsExactly("I am Dan.", "Hello there!", "Who am I?", "Hello there!");
        assertThat(server.backend().received(CHAT).getLast().message().text())
                .contains("I am Dan.", "Who am I?");
        server.done(dan, "POST", "/infer", "{'model_id':'hello','input':'Hi'}");
        assertThat(data(get(dan, USERS + "dan/conversations"))).hasSize(1);
    }
}
