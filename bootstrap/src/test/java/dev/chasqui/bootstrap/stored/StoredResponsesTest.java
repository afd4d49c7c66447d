package dev.chasqui.bootstrap.stored;

import static dev.chasqui.bootstrap.stored.Asked.CHAT;
import static dev.chasqui.bootstrap.stored.Asked.RESPONSES;
import static dev.chasqui.bootstrap.stored.Asked.id;
import static dev.chasqui.bootstrap.stored.Asked.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Responses that are kept, continued, read and removed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredResponsesTest {
    private final Asked asked = new Asked("");

    @BeforeEach
    void answer() {
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
    }

    @AfterAll
    void close() {
        asked.close();
    }

    @Test
    void aResponseIsReadAsItWasSent() throws IOException {
        Json.Obj sent = asked.respond("'input':'Are llamas camelids?','metadata':{'a':'b'}");
        assertThat(sent.get("store")).contains(Json.of(true));
        assertThat(id(sent)).startsWith("resp_");

        assertThat(asked.done("ana", "GET", RESPONSES + "/" + id(sent), "")).isEqualTo(sent);
        assertThat(asked.done("ana", "GET", "/responses/" + id(sent), "")).isEqualTo(sent);
    }

    @Test
    void theEndOfAStreamIsThatOfTheKeptResponse() throws IOException {
        WireMessage stream =
                asked.send("ana", "POST", RESPONSES, "{'model':'tiny','input':'Hi','stream':true}");
        String last = stream.text().strip().replaceAll("(?s).*\ndata: ", "");
        Json.Obj end = (Json.Obj) JsonReader.read(last.getBytes(StandardCharsets.UTF_8));
        assertThat(end.text("type")).contains("response.completed");
        assertThat(asked.done("ana", "GET", RESPONSES + "/" + id(end.object("response")), ""))
                .isEqualTo(end.object("response"));
    }

    @Test
    void aResponseContinuesAnotherInSeveralBranches() throws IOException {
        String first = id(asked.respond("'input':'One','instructions':'Be brief.'"));
        Json.Obj second = asked.respond("'input':'Two','previous_response_id':'" + first + "'");
        assertThat(second.text("previous_response_id")).contains(first);
        // Instructions are those of each request.
        assertThat(asked.told()).containsExactly("One", "Yes.", "Two");
        var _ = asked.respond("'input':'Three','previous_response_id':'" + id(second) + "'");
        assertThat(asked.told()).containsExactly("One", "Yes.", "Two", "Yes.", "Three");
        var _ = asked.respond("'input':'Other','previous_response_id':'" + first + "'");
        assertThat(asked.told()).containsExactly("One", "Yes.", "Other");
    }

    @Test
    void theTokensOfARequestAreThoseOfWhatItContinuesToo() throws IOException {
        String first = id(asked.respond("'input':'" + "One llama. ".repeat(50) + "'"));
        String conversation =
                id(
                        asked.done(
                                "ana",
                                "POST",
                                Asked.CONVERSATIONS,
                                "{'items':[{'role':'user','content':'%s'}]}"
                                        .formatted("Two llamas. ".repeat(100))));
        long bare = tokens("");
        assertThat(tokens(",'previous_response_id':'" + first + "'")).isGreaterThan(bare + 100);
        assertThat(tokens(",'conversation':'" + conversation + "'")).isGreaterThan(bare + 200);
        assertThat(
                        list(
                                asked.done(
                                        "ana",
                                        "GET",
                                        Asked.CONVERSATIONS + "/" + conversation + "/items",
                                        ""),
                                "data"))
                .hasSize(1);
        Json.Obj others =
                asked.failed(
                        404,
                        "bob",
                        "POST",
                        RESPONSES + "/input_tokens",
                        "{'model':'tiny','input':'Hi','previous_response_id':'" + first + "'}");
        assertThat(others.text("code")).contains("previous_response_not_found");
    }

    private long tokens(String more) throws IOException {
        Json.Obj counted =
                asked.done(
                        "ana",
                        "POST",
                        RESPONSES + "/input_tokens",
                        "{'model':'tiny','input':'Hi'" + more + "}");
        assertThat(counted.text("object")).contains("response.input_tokens");
        return Long.parseLong(counted.get("input_tokens").orElseThrow().toString());
    }

    @Test
    void callsAndResultsStayTogetherInAChain() throws IOException {
        String before =
                id(
                        asked.respond(
                                "'input':[{'role':'user','content':'Weather?'},"
                                        + "{'type':'function_call','call_id':'c1','name':'w',"
                                        + "'arguments':'{}'},{'type':'function_call_output',"
                                        + "'call_id':'c1','output':'sun'}]"));
        var _ = asked.respond("'input':'Thanks','previous_response_id':'" + before + "'");
        assertThat(asked.told()).containsExactly("Weather?", "", "sun", "Yes.", "Thanks");
    }

    @Test
    void aResponseThatIsNotToBeKeptIsNot() throws IOException {
        Json.Obj sent = asked.respond("'input':'Hi','store':false");
        assertThat(sent.get("store")).contains(Json.of(false));
        Json.Obj error = asked.failed(404, "ana", "GET", RESPONSES + "/" + id(sent), "");
        assertThat(error.text("message"))
                .contains("Response with id '" + id(sent) + "' not found.");
    }

    @Test
    void whatIsMissingOrAnothersIsNotContinued() throws IOException {
        String anas = id(asked.respond("'input':'My secret'"));
        int before = asked.backend.received(CHAT).size();
        for (String id : List.of(anas, "resp_0", "x OR 1=1 --", "\\u0000", "x".repeat(5_000))) {
            Json.Obj error =
                    asked.failed(
                            404,
                            "bob",
                            "POST",
                            RESPONSES,
                            "{'model':'tiny','input':'Go on','previous_response_id':'%s'}"
                                    .formatted(id));
            assertThat(error.text("code")).contains("previous_response_not_found");
            assertThat(error.text("param")).contains("previous_response_id");
        }
        assertThat(asked.backend.received(CHAT)).hasSize(before);
    }

    @Test
    void anotherSeesNothingByAnyRoute() throws IOException {
        Json.Obj anas = asked.respond("'input':'My secret'");
        String path = RESPONSES + "/" + id(anas);
        for (String version : List.of("", "/v1")) {
            String at = path.replace("/v1", version);
            Json.Obj error = asked.failed(404, "bob", "GET", at, "");
            assertThat(error.text("message").orElse(""))
                    .isEqualTo(
                            asked.failed(404, "bob", "GET", RESPONSES + "/resp_none", "")
                                    .text("message")
                                    .orElse("")
                                    .replace("resp_none", id(anas)));
            asked.failed(404, "bob", "DELETE", at, "");
            asked.failed(404, "bob", "POST", at + "/cancel", "");
            asked.failed(404, "bob", "GET", at + "/input_items", "");
        }
        String item = id(list(anas, "output").getFirst());
        asked.failed(
                400,
                "bob",
                "POST",
                RESPONSES,
                "{'model':'tiny','input':[{'type':'item_reference','id':'" + item + "'}]}");
        assertThat(asked.done("ana", "GET", path, "")).isEqualTo(anas);
    }

    @Test
    void aReferenceStandsForAnItemThatIsKept() throws IOException {
        Json.Obj first = asked.respond("'input':'One'");
        String item = id(list(first, "output").getFirst());
        var _ =
                asked.respond(
                        "'input':[{'role':'user','content':'One'},{'type':'item_reference','id':'"
                                + item
                                + "'},{'role':'user','content':'Two'}]");
        assertThat(asked.told()).containsExactly("One", "Yes.", "Two");
    }

    @Test
    void theItemsOfARequestAreListedByPages() throws IOException {
        String first = id(asked.respond("'input':'Zero'"));
        String id =
                id(
                        asked.respond(
                                "'previous_response_id':'"
                                        + first
                                        + "','input':[{'role':'user','content':'One'},{'role':"
                                        + "'user','content':'Two'},{'role':'user','content':"
                                        + "'Three'}]"));
        String path = RESPONSES + "/" + id + "/input_items";
        Json.Obj all = asked.done("ana", "GET", path, "");
        assertThat(list(all, "data"))
                .extracting(Asked::text)
                .containsExactly("Three", "Two", "One");
        assertThat(all.get("has_more")).contains(Json.of(false));
        assertThat(all.text("first_id")).contains(id(list(all, "data").getFirst()));

        Json.Obj page = asked.done("ana", "GET", path + "?order=asc&limit=2", "");
        assertThat(list(page, "data")).extracting(Asked::text).containsExactly("One", "Two");
        assertThat(page.get("has_more")).contains(Json.of(true));
        Json.Obj next =
                asked.done(
                        "ana",
                        "GET",
                        path + "?order=asc&after=" + page.text("last_id").orElseThrow(),
                        "");
        assertThat(list(next, "data")).extracting(Asked::text).containsExactly("Three");

        for (String wrong :
                List.of("limit=0", "limit=101", "limit=x", "order=up", "after=%00", "after=nope")) {
            Json.Obj error = asked.failed(400, "ana", "GET", path + "?" + wrong, "");
            assertThat(error.text("param")).contains(wrong.substring(0, wrong.indexOf('=')));
        }
    }

    @Test
    void aRemovedResponseIsGoneAndThoseAfterItGoOn() throws IOException {
        String first = id(asked.respond("'input':'One'"));
        String second = id(asked.respond("'input':'Two','previous_response_id':'" + first + "'"));
        Json.Obj gone = asked.done("ana", "DELETE", RESPONSES + "/" + first, "");
        assertThat(gone.get("deleted")).contains(Json.of(true));
        asked.failed(404, "ana", "GET", RESPONSES + "/" + first, "");
        asked.failed(404, "ana", "DELETE", RESPONSES + "/" + first, "");
        var _ = asked.respond("'input':'Three','previous_response_id':'" + second + "'");
        assertThat(asked.told()).containsExactly("One", "Yes.", "Two", "Yes.", "Three");
        asked.failed(
                404,
                "ana",
                "POST",
                RESPONSES,
                "{'model':'tiny','input':'X','previous_response_id':'" + first + "'}");
    }

    @Test
    void aFailedResponseIsNotContinued() throws IOException {
        asked.backend.on(
                "POST",
                CHAT,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                "data:"
                                    + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"},\"finish_reason\":null}]}\n\n")));
        WireMessage stream =
                asked.send("ana", "POST", RESPONSES, "{'model':'tiny','input':'Hi','stream':true}");
        assertThat(stream.text()).contains("response.failed").doesNotContain("response.completed");
        String id = stream.text().replaceAll("(?s).*\"id\":\"(resp_[^\"]*)\".*", "$1");
        Json.Obj kept = asked.done("ana", "GET", RESPONSES + "/" + id, "");
        assertThat(kept.text("status")).contains("failed");
        Json.Obj error =
                asked.failed(
                        400,
                        "ana",
                        "POST",
                        RESPONSES,
                        "{'model':'tiny','input':'X','previous_response_id':'" + id + "'}");
        assertThat(error.text("param")).contains("previous_response_id");
    }

    @Test
    void aResponseWhoseClientLeftIsNotKept() throws Exception {
        asked.backend.on(
                "POST",
                CHAT,
                FakeOpenAi.chat(
                        "one two three four five six seven eight nine", Duration.ofMillis(300)));
        String id;
        try (RawHttp client = RawHttp.connect(asked.server.port())) {
            client.post(
                    RESPONSES,
                    "{\"model\":\"tiny\",\"input\":\"Hi\",\"stream\":true}",
                    Keys.bearer("ana"));
            var _ = client.readHead();
            String piece = client.readPiece().orElseThrow().text();
            id = piece.replaceAll("(?s).*?\"id\":\"(resp_[^\"]*)\".*", "$1");
            client.hangUp();
        }
        asked.backend.received(CHAT).getLast().awaitHangUp(Duration.ofSeconds(10));
        asked.failed(404, "ana", "GET", RESPONSES + "/" + id, "");
    }

    @Test
    void wishesThatDoNotFitTogetherAreRefused() throws IOException {
        String id = id(asked.respond("'input':'One'"));
        String conversation = id(asked.done("ana", "POST", Asked.CONVERSATIONS, "{}"));
        Json.Obj both =
                asked.failed(
                        400,
                        "ana",
                        "POST",
                        RESPONSES,
                        "{'model':'tiny','input':'X','previous_response_id':'"
                                + id
                                + "','conversation':'"
                                + conversation
                                + "'}");
        assertThat(both.text("message").orElse("")).contains("exclude");
        Json.Obj background =
                asked.failed(
                        400,
                        "ana",
                        "POST",
                        RESPONSES,
                        "{'model':'tiny','input':'X','background':true,'store':false}");
        assertThat(background.text("param")).contains("background");
    }

    @Test
    void onlyAResponseInTheBackgroundIsCancelled() throws IOException {
        String id = id(asked.respond("'input':'One'"));
        Json.Obj error = asked.failed(400, "ana", "POST", RESPONSES + "/" + id + "/cancel", "");
        assertThat(error.text("message").orElse("")).contains("background");
    }

    @Test
    void aCompactionStandsForWhatWasBefore() throws IOException {
        String first = id(asked.respond("'input':'One'"));
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("They talked about one."));
        Json.Obj compaction =
                asked.done(
                        "ana",
                        "POST",
                        RESPONSES + "/compact",
                        "{'model':'tiny','previous_response_id':'" + first + "'}");
        assertThat(asked.told()).startsWith("One", "Yes.").hasSize(3);
        Json.Obj item = list(compaction, "output").getFirst();
        assertThat(item.text("type")).contains("compaction");
        assertThat(item.toString()).doesNotContain("They talked");

        var _ = asked.respond("'input':'Two','previous_response_id':'" + id(compaction) + "'");
        assertThat(asked.told()).hasSize(2).last().isEqualTo("Two");
        assertThat(asked.told().getFirst()).contains("They talked about one.");

        var _ = asked.respond("'input':[" + item + ",{'role':'user','content':'Three'}]");
        assertThat(asked.told()).hasSize(2).last().isEqualTo("Three");
        assertThat(asked.told().getFirst()).contains("They talked about one.");

        Json.Obj error =
                asked.failed(
                        400,
                        "ana",
                        "POST",
                        RESPONSES,
                        "{'model':'tiny','input':[{'type':'compaction','encrypted_content':'b64'}]}");
        assertThat(error.text("param")).contains("input[0].encrypted_content");
    }
}
