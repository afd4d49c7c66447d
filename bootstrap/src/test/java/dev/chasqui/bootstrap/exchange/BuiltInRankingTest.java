package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tests of rankings by the built-in embedding model, beside a backend with a chat model. */
class BuiltInRankingTest {
    private static final String QUERY = "'query':'How do bees make honey?'";
    private static final String SKY = "The sky is blue because air scatters light.";
    private static final String HONEY = "Bees turn the nectar of flowers into honey.";
    private static final String CAR = "The car needs new tyres.";
    private static final String TEXTS = "['" + CAR + "','" + HONEY + "','" + SKY + "']";
    private static final String LONG = "word ".repeat(600);

    private static FakeBackend backend;
    private static StartedServer server;

    @BeforeAll
    static void start() {
        backend = FakeOpenAi.start("tiny");
        server = StartedServer.before(backend, "openai");
    }

    @AfterAll
    static void close() {
        server.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rerank", "/v1/reranking", "/rerank", "/reranking"})
    void theFittingDocumentIsFirstAndTheAnswerSaysThatItIsACosine(String path) throws IOException {
        WireMessage answer =
                post(path, "'model':'chasqui-embed'," + QUERY + ",'documents':" + TEXTS);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("X-Chasqui-Score")).contains("cosine");
        Json.Obj body = (Json.Obj) parsed(answer);
        assertThat(body.text("model")).contains("chasqui-embed");
        assertThat(body.object("chasqui").text("score")).contains("cosine");
        assertThat(body.object("usage").get("prompt_tokens"))
                .isEqualTo(body.object("usage").get("total_tokens"));
        List<Json.Obj> results = objects(body.get("results").orElseThrow());
        assertThat(results).hasSize(3).noneMatch(each -> each.get("document").isPresent());
        assertThat(results.getFirst().get("index")).contains(Json.of(1));
        assertThat(results)
                .extracting(each -> number(each, "relevance_score"))
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .allMatch(score -> score > 0.2 && score < 1);
    }

    @Test
    void theFormOfTeiIsAnsweredInItsOwnForm() throws IOException {
        WireMessage answer =
                post(
                        "/rerank",
                        QUERY + ",'texts':" + TEXTS + ",'return_text':true,'truncate':true");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("X-Chasqui-Score")).contains("cosine");
        List<Json.Obj> results = objects(parsed(answer));
        assertThat(results).hasSize(3);
        assertThat(results.getFirst().members().keySet()).containsExactly("index", "score", "text");
        assertThat(results.getFirst().text("text")).contains(HONEY);
    }

    @Test
    void aClientMayAskForFewerResultsAndForTheirDocuments() throws IOException {
        WireMessage answer =
                post(
                        "/v1/rerank",
                        QUERY
                                + ",'top_n':2,'return_documents':true,'documents':[{'text':'"
                                + CAR
                                + "','id':1.50},{'text':'"
                                + HONEY
                                + "','id':2},'"
                                + SKY
                                + "']");

        List<Json.Obj> results = objects(((Json.Obj) parsed(answer)).get("results").orElseThrow());
        assertThat(results).hasSize(2);
        assertThat(results.get(0).object("document"))
                .hasToString("{\"text\":\"" + HONEY + "\",\"id\":2}");
        assertThat(results.get(1).object("document").text("text")).isPresent();
    }

    @Test
    void withoutAModelAKnownRerankerIsAskedInstead() throws IOException {
        try (FakeBackend ranking = FakeBackend.start()) {
            ranking.on(
                            "GET",
                            "/v1/models",
                            Answer.json(
                                    200,
                                    "{\"data\":[{\"id\":\"talker\",\"type\":\"llm\"},"
                                        + "{\"id\":\"ranker\",\"capabilities\":[\"rerank\"]}]}"))
                    .on("POST", "/rerank", Answer.json(200, "{\"results\":[]}"));
            try (StartedServer both = StartedServer.before(ranking, "openai")) {
                String members = "{" + QUERY + ",'documents':" + TEXTS + "}";
                WireMessage answer =
                        RawHttp.post(both.port(), "/rerank", members.replace('\'', '"'));

                assertThat(answer.text()).isEqualTo("{\"results\":[]}");
                assertThat(answer.header("X-Chasqui-Score")).isEmpty();
            }
        }
    }

    @Test
    void aTextThatIsTooLongIsRefusedByItsPlaceUnlessItMayBeCut() throws IOException {
        String members = QUERY + ",'documents':['a','" + LONG + "']";
        WireMessage refused = post("/v1/rerank", members);
        WireMessage cut = post("/v1/rerank", members + ",'truncate':true");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("documents[1]: 602 tokens (expected: at most 512")
                .contains("\"param\":\"documents\"", "\"code\":\"context_length_exceeded\"");
        assertThat(cut.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'documents':['a']|query: missing
                    'query':' ','documents':['a']|query: \\" \\" (expected: a text
                    'query':['a'],'documents':['a']|query: [\\"a\\"]
                    'query':'a'|documents: missing
                    'query':'a','documents':[]|documents: []
                    'query':'a','documents':'a'|documents: \\"a\\"
                    'query':'a','documents':[1]|documents[0]: 1 (expected: a text, or an object
                    'query':'a','documents':[{'title':'a'}]|documents[0]
                    'query':'a','texts':[null]|texts[0]: null
                    'query':'a','documents':['a'],'top_n':0|top_n: 0 (expected: a whole number from 1)
                    'query':'a','documents':['a'],'top_n':1.5|top_n: 1.5
                    'query':'a','documents':['a'],'top_n':'1'|top_n: \\"1\\"
                    'query':'a','documents':['a'],'return_documents':1|return_documents: 1
                    'query':'a','texts':['a'],'truncate':'yes'|truncate
                    """)
    void aWrongRequestIsRefusedByTheNameOfItsField(String members, String named)
            throws IOException {
        WireMessage answer = post("/v1/rerank", "'model':'chasqui-embed'," + members);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents", "texts"})
    void thereAreAtMost8192Documents(String list) throws IOException {
        String documents = "'a',".repeat(8192) + "'a'";
        WireMessage answer = post("/v1/rerank", QUERY + ",'" + list + "':[" + documents + "]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("\"" + list + ": 8193 texts (expected: at most 8192")
                .contains("\"param\":\"" + list + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/completions", "/v1/moderations", "/v1/audio/speech"})
    void otherRelayedRequestsAreRefused(String path) throws IOException {
        WireMessage answer = post(path, "'model':'chasqui-embed','input':'a'");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\\\"chasqui-embed\\\" does not support");
    }

    private static WireMessage post(String path, String members) throws IOException {
        return RawHttp.post(server.port(), path, ("{" + members + "}").replace('\'', '"'));
    }

    private static Json parsed(WireMessage answer) {
        return JsonReader.read(answer.text().getBytes(StandardCharsets.UTF_8));
    }

    private static List<Json.Obj> objects(Json list) {
        return ((Json.Arr) list).items().stream().map(Json.Obj.class::cast).toList();
    }

    private static double number(Json.Obj object, String name) {
        return ((Json.Num) object.get(name).orElseThrow()).doubleValue();
    }
}
