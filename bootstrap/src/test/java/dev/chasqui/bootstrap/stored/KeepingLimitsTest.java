package dev.chasqui.bootstrap.stored;

import static dev.chasqui.bootstrap.stored.Asked.CHAT;
import static dev.chasqui.bootstrap.stored.Asked.CONVERSATIONS;
import static dev.chasqui.bootstrap.stored.Asked.RESPONSES;
import static dev.chasqui.bootstrap.stored.Asked.id;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The limits of what is kept: by the config, by size, and by a database that is away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepingLimitsTest {
    private final Asked asked = new Asked(",'responses':{'largest':'8KiB','mostEarlier':'4KiB'}");

    @TempDir private Path folder;

    @AfterAll
    void close() {
        asked.close();
    }

    @Test
    void aServerThatKeepsNothingSaysSo() throws IOException {
        String kept;
        String conversation;
        try (StartedServer server = StartedServer.keeping(folder, asked.config(""))) {
            kept =
                    id(
                            Asked.json(
                                    Asked.send(
                                            server.port(),
                                            "ana",
                                            "POST",
                                            RESPONSES,
                                            "{'model':'tiny','input':'Hi'}")));
            conversation =
                    id(Asked.json(Asked.send(server.port(), "ana", "POST", CONVERSATIONS, "{}")));
        }
        String never = asked.config(",'responses':{'store':'never'}");
        try (StartedServer server = StartedServer.keeping(folder, never)) {
            int port = server.port();
            Json.Obj sent =
                    Asked.json(
                            Asked.send(
                                    port,
                                    "ana",
                                    "POST",
                                    RESPONSES,
                                    "{'model':'tiny','input':'Hi','store':true}"));
            assertThat(sent.get("store")).contains(Json.of(false));
            assertThat(refused(port, 404, RESPONSES, "'previous_response_id':'" + kept + "'"))
                    .contains("responses.store");
            assertThat(refused(port, 400, RESPONSES, "'conversation':'conv_1'"))
                    .contains("responses.store");
            assertThat(refused(port, 400, RESPONSES, "'background':true"))
                    .contains("responses.store");
            assertThat(refused(port, 403, CONVERSATIONS, "'metadata':{}"))
                    .contains("responses.store");
            String there = CONVERSATIONS + "/" + conversation;
            assertThat(refused(port, 403, there, "'metadata':{'a':'b'}"))
                    .contains("responses.store");
            assertThat(refused(port, 403, there + "/items", "'items':[]"))
                    .contains("responses.store");
            assertThat(Asked.send(port, "ana", "DELETE", there, "").status()).isEqualTo(200);
            // What was kept before can be read and removed.
            assertThat(Asked.send(port, "ana", "GET", RESPONSES + "/" + kept, "").status())
                    .isEqualTo(200);
            assertThat(Asked.send(port, "ana", "DELETE", RESPONSES + "/" + kept, "").status())
                    .isEqualTo(200);
        }
    }

    private static String refused(int port, int status, String path, String members)
            throws IOException {
        WireMessage answer =
                Asked.send(
                        port, "ana", "POST", path, "{'model':'tiny','input':'Hi'," + members + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.text();
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeAModelIsAsked() throws IOException {
        int before = asked.backend.received(CHAT).size();
        String large = "'input':'" + "x".repeat(9_000) + "'";
        Json.Obj error =
                asked.failed(413, "ana", "POST", RESPONSES, "{'model':'tiny'," + large + "}");
        assertThat(error.text("message").orElse("")).contains("responses.largest");
        assertThat(asked.backend.received(CHAT)).hasSize(before);
        var _ = asked.respond(large + ",'store':false");
        String items = "{'items':[{'role':'user','content':'" + "x".repeat(9_000) + "'}]}";
        asked.failed(413, "ana", "POST", CONVERSATIONS, items);
        String conversation = id(asked.done("ana", "POST", CONVERSATIONS, "{}"));
        String added = ",'store':false,'conversation':'" + conversation + "'";
        asked.failed(413, "ana", "POST", RESPONSES, "{'model':'tiny'," + large + added + "}");
    }

    @Test
    void earlierItemsThatAreTooManyAreLeftOutOnlyOnWish() throws IOException {
        String first = id(asked.respond("'input':'One " + "x".repeat(2_000) + "'"));
        String second =
                id(
                        asked.respond(
                                "'previous_response_id':'"
                                        + first
                                        + "','input':'Two "
                                        + "x".repeat(1_000)
                                        + "'"));
        String body = "{'model':'tiny','input':'Three','previous_response_id':'" + second + "'%s}";
        Json.Obj error = asked.failed(400, "ana", "POST", RESPONSES, body.formatted(""));
        assertThat(error.text("param")).contains("previous_response_id");
        assertThat(error.text("message").orElse("")).contains("truncation");

        WireMessage shortened =
                asked.send("ana", "POST", RESPONSES, body.formatted(",'truncation':'auto'"));
        assertThat(shortened.status()).isEqualTo(200);
        assertThat(shortened.header("X-Chasqui-Dropped").orElse("")).contains("earlier_items");
        assertThat(asked.told()).hasSize(3).last().isEqualTo("Three");
        assertThat(asked.told().getFirst()).startsWith("Two");
    }

    @Test
    void referencesBringNoMoreThanEarlierItemsMay() throws IOException {
        var _ =
                asked.respond(
                        "'input':[{'id':'msg_large','role':'user','content':'%s'}]"
                                .formatted("x".repeat(1_500)));
        String large = "{'type':'item_reference','id':'msg_large'}";
        int before = asked.backend.received(CHAT).size();
        var _ = asked.respond("'input':[" + large + "," + large + "]");
        assertThat(asked.told()).hasSize(2);

        String thrice = "[" + large + "," + large + "," + large + "]";
        Json.Obj error =
                asked.failed(
                        400, "ana", "POST", RESPONSES, "{'model':'tiny','input':" + thrice + "}");
        assertThat(error.text("param")).contains("input");
        assertThat(error.text("message").orElse("")).contains("responses.mostEarlier");
        assertThat(asked.backend.received(CHAT)).hasSize(before + 1);
        Json.Obj given =
                asked.failed(400, "ana", "POST", CONVERSATIONS, "{'items':" + thrice + "}");
        assertThat(given.text("param")).contains("items");

        var _ = asked.respond("'input':[{'id':'msg_small','role':'user','content':''}]");
        String small = "{'type':'item_reference','id':'msg_small'}";
        Json.Obj many =
                asked.failed(
                        400,
                        "ana",
                        "POST",
                        RESPONSES,
                        "{'model':'tiny','store':false,'input':["
                                + (small + ",").repeat(1_000)
                                + small
                                + "]}");
        assertThat(many.text("message").orElse("")).contains("item_reference");
    }

    @Test
    void aDatabaseThatIsAwayIsNoCleanEnd() throws IOException {
        String away =
                asked.config(
                        ",'database':{'url':'jdbc:postgresql://127.0.0.1:1/none','user':'nobody'}");
        try (StartedServer server = StartedServer.of(away)) {
            int port = server.port();
            String question = "{'model':'tiny','input':'Hi'%s}";
            WireMessage whole = Asked.send(port, "ana", "POST", RESPONSES, question.formatted(""));
            assertThat(whole.status()).isEqualTo(503);
            assertThat(whole.text()).contains("store_away");
            assertThat(whole.header("Retry-After")).isPresent();
            WireMessage stream =
                    Asked.send(
                            port, "ana", "POST", RESPONSES, question.formatted(",'stream':true"));
            assertThat(stream.text())
                    .contains("response.failed")
                    .doesNotContain("response.completed");
            assertThat(
                            Asked.send(
                                            port,
                                            "ana",
                                            "POST",
                                            RESPONSES,
                                            question.formatted(",'store':false"))
                                    .status())
                    .isEqualTo(200);
            assertThat(Asked.send(port, "ana", "GET", RESPONSES + "/resp_1", "").status())
                    .isEqualTo(503);
            assertThat(
                            Asked.send(
                                            port,
                                            "ana",
                                            "POST",
                                            RESPONSES,
                                            question.formatted(",'background':true"))
                                    .status())
                    .isEqualTo(503);
        }
    }
}
