package dev.chasqui.bootstrap.stored;

import static dev.chasqui.bootstrap.stored.Asked.CHAT;
import static dev.chasqui.bootstrap.stored.Asked.CONVERSATIONS;
import static dev.chasqui.bootstrap.stored.Asked.RESPONSES;
import static dev.chasqui.bootstrap.stored.Asked.id;
import static dev.chasqui.bootstrap.stored.Asked.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conversations, their items, and the responses that add to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationsTest {
    private final Asked asked = new Asked("");

    @BeforeEach
    void answer() {
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
    }

    @AfterAll
    void close() {
        asked.close();
    }

    private String made(String body) throws IOException {
        return id(asked.done("ana", "POST", CONVERSATIONS, body));
    }

    private List<String> texts(String conversation) throws IOException {
        return list(
                        asked.done(
                                "ana",
                                "GET",
                                CONVERSATIONS + "/" + conversation + "/items?order=asc",
                                ""),
                        "data")
                .stream()
                .map(Asked::text)
                .toList();
    }

    @Test
    void aConversationIsMadeChangedAndRemoved() throws IOException {
        Json.Obj made =
                asked.done(
                        "ana",
                        "POST",
                        CONVERSATIONS,
                        "{'metadata':{'topic':'llamas'},'items':[{'role':'user','content':'Hi'}]}");
        String path = CONVERSATIONS + "/" + id(made);
        assertThat(made.text("object")).contains("conversation");
        assertThat(asked.done("ana", "GET", path, "")).isEqualTo(made);
        assertThat(texts(id(made))).containsExactly("Hi");

        Json.Obj changed = asked.done("ana", "POST", path, "{'metadata':{'topic':'alpacas'}}");
        assertThat(changed.object("metadata").text("topic")).contains("alpacas");
        assertThat(asked.done("ana", "GET", path, "")).isEqualTo(changed);

        Json.Obj gone = asked.done("ana", "DELETE", path, "");
        assertThat(gone.text("object")).contains("conversation.deleted");
        asked.failed(404, "ana", "GET", path, "");
        asked.failed(404, "ana", "GET", path + "/items", "");
    }

    @Test
    void responsesAddTheirItemsAfterTheEnd() throws IOException {
        String conversation = made("{'items':[{'role':'system','content':'Be brief.'}]}");
        Json.Obj first = asked.respond("'input':'One','conversation':'" + conversation + "'");
        assertThat(first.object("conversation").text("id")).contains(conversation);
        var _ = asked.respond("'input':'Two','conversation':{'id':'" + conversation + "'}");
        assertThat(asked.told()).containsExactly("Be brief.", "One", "Yes.", "Two");
        assertThat(texts(conversation)).containsExactly("Be brief.", "One", "Yes.", "Two", "Yes.");
        // It is in the conversation, but not kept as a response.
        Json.Obj third =
                asked.respond(
                        "'input':'Three','store':false,'conversation':'" + conversation + "'");
        assertThat(texts(conversation)).endsWith("Three", "Yes.");
        asked.failed(404, "ana", "GET", RESPONSES + "/" + id(third), "");
    }

    @Test
    void itemsAreAddedReadAndRemoved() throws IOException {
        String conversation = made("{}");
        String path = CONVERSATIONS + "/" + conversation + "/items";
        Json.Obj added =
                asked.done(
                        "ana",
                        "POST",
                        path,
                        "{'items':[{'role':'user','content':'One'},{'type':'function_call',"
                                + "'call_id':'c','name':'f','arguments':'{}'}]}");
        List<Json.Obj> items = list(added, "data");
        assertThat(items).hasSize(2);
        assertThat(asked.done("ana", "GET", path + "/" + id(items.getFirst()), ""))
                .isEqualTo(items.getFirst());
        Json.Obj left = asked.done("ana", "DELETE", path + "/" + id(items.getFirst()), "");
        assertThat(id(left)).isEqualTo(conversation);
        asked.failed(404, "ana", "GET", path + "/" + id(items.getFirst()), "");
        asked.failed(404, "ana", "DELETE", path + "/" + id(items.getFirst()), "");

        String many =
                IntStream.range(0, 21)
                        .mapToObj(_ -> "{'role':'user','content':'x'}")
                        .collect(Collectors.joining(",", "{'items':[", "]}"));
        assertThat(asked.failed(400, "ana", "POST", path, many).text("param")).contains("items");
        Json.Obj error =
                asked.failed(400, "ana", "POST", path, "{'items':[{'role':'cook','content':''}]}");
        assertThat(error.text("param")).contains("items[0].role");
        for (String wrong : List.of("{}", "{'items':7}", "[]", "{'items':[]}")) {
            asked.failed(400, "ana", "POST", path, wrong);
        }
    }

    @Test
    void metadataAreBounded() throws IOException {
        for (String wrong :
                List.of(
                        "7",
                        "{'a':7}",
                        "{'" + "k".repeat(65) + "':'v'}",
                        "{'a':'" + "v".repeat(513) + "'}")) {
            Json.Obj error =
                    asked.failed(400, "ana", "POST", CONVERSATIONS, "{'metadata':" + wrong + "}");
            assertThat(error.text("param")).contains("metadata");
        }
    }

    @Test
    void anotherSeesNothingByAnyRoute() throws IOException {
        String conversation = made("{'items':[{'role':'user','content':'My secret'}]}");
        String path = CONVERSATIONS + "/" + conversation;
        String item = id(list(asked.done("ana", "GET", path + "/items", ""), "data").getFirst());
        for (String version : List.of("", "/v1")) {
            String at = path.replace("/v1", version);
            asked.failed(404, "bob", "GET", at, "");
            asked.failed(404, "bob", "POST", at, "{'metadata':{}}");
            asked.failed(404, "bob", "DELETE", at, "");
            asked.failed(404, "bob", "GET", at + "/items", "");
            asked.failed(
                    404, "bob", "POST", at + "/items", "{'items':[{'role':'user','content':'x'}]}");
            asked.failed(404, "bob", "GET", at + "/items/" + item, "");
            asked.failed(404, "bob", "DELETE", at + "/items/" + item, "");
        }
        Json.Obj error =
                asked.failed(
                        404,
                        "bob",
                        "POST",
                        RESPONSES,
                        "{'model':'tiny','input':'x','conversation':'" + conversation + "'}");
        assertThat(error.text("code")).contains("conversation_not_found");
        asked.failed(
                400,
                "bob",
                "POST",
                RESPONSES,
                "{'model':'tiny','input':[{'type':'item_reference','id':'" + item + "'}]}");
        assertThat(texts(conversation)).containsExactly("My secret");
    }

    @Test
    void oneRequestAtATimeWorksOnAConversation() throws Exception {
        String conversation = made("{}");
        CountDownLatch gate = new CountDownLatch(1);
        asked.backend.forget();
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes.").once(gate));
        String body =
                "{\"model\":\"tiny\",\"input\":\"One\",\"conversation\":\"" + conversation + "\"}";
        try (RawHttp first = RawHttp.connect(asked.server.port())) {
            first.post(RESPONSES, body, Keys.bearer("ana"));
            var _ = asked.backend.awaitRequest(CHAT);
            Json.Obj error = asked.failed(409, "ana", "POST", RESPONSES, body);
            assertThat(error.text("code")).contains("conversation_locked");
            asked.failed(
                    409,
                    "ana",
                    "POST",
                    CONVERSATIONS + "/" + conversation + "/items",
                    "{'items':[{'role':'user','content':'x'}]}");
            gate.countDown();
            assertThat(first.readResponse().status()).isEqualTo(200);
        }
        assertThat(texts(conversation)).containsExactly("One", "Yes.");
        var _ = asked.respond("'input':'Two','conversation':'" + conversation + "'");
    }

    @Test
    void aRequestThatFailsAddsNothingAndFreesTheConversation() throws IOException {
        String conversation = made("{}");
        asked.backend.on("POST", CHAT, FakeOpenAi.error(400, "no"));
        asked.failed(
                400,
                "ana",
                "POST",
                RESPONSES,
                "{'model':'tiny','input':'x','conversation':'" + conversation + "'}");
        assertThat(texts(conversation)).isEmpty();
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
        var _ = asked.respond("'input':'One','conversation':'" + conversation + "'");
    }
}
