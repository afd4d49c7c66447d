package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.clients.EmbeddingServers.SKY;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.clients.EmbeddingServers;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Recording;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** Tests of requests for embeddings over sockets, byte by byte. */
class EmbeddingsTest {
    private static EmbeddingServers servers;

    @BeforeAll
    static void start() {
        servers = new EmbeddingServers();
    }

    @AfterAll
    static void close() {
        servers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings,llama-server/embeddings-float",
        "/embeddings,llama-server/embeddings-float",
        "/v1/embeddings,llama-server/embeddings-base64"
    })
    void anAnswerInTheClientsDialectAndFormGoesOutByteForByte(String path, String name)
            throws IOException {
        Recording recording = Recording.load(name);
        WireMessage answer = RawHttp.post(servers.port(), path, recording.request().text());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(recording.response().text());
        assertThat(servers.askedLlama()).isEqualTo(recording.request().text());
    }

    @ParameterizedTest
    @CsvSource({"/api/embed,embed", "/api/embeddings,embeddings"})
    void soDoesAnOllamasAnswer(String path, String name) throws IOException {
        Recording recording = Recording.load("ollama/" + name);
        String asked = recording.request().text().replace("tiny-embed", "nomic");
        WireMessage answer = RawHttp.post(servers.port(), path, asked);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(recording.response().text());
    }

    @Test
    void theOlderPathGetsOneVectorFromAnyBackend() throws IOException {
        WireMessage answer = post("/api/embeddings", "'model':'tiny-embed','prompt':'" + SKY + "'");

        assertThat(answer.text()).startsWith("{\"embedding\":[0.30702627,").endsWith("]}");
    }

    @Test
    void anAliasIsAskedForByTheBackendsNameAndUnknownMembersGoAlong() throws IOException {
        WireMessage answer =
                post("/v1/embeddings", "'model':'short','input':'" + SKY + "','user':'u','x':1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(servers.askedLlama())
                .isEqualTo(json("'model':'tiny-embed','input':'" + SKY + "','user':'u','x':1"));
    }

    @Test
    void whatAnOllamaHasNoWordForIsNamedAndItIsToldNotToCut() throws IOException {
        WireMessage answer =
                post(
                        "/v1/embeddings",
                        "'model':'nomic','input':'"
                                + SKY
                                + "','encoding_format':'float','user':'u','keep_alive':'1m'");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Chasqui-Dropped")).contains("user");
        assertThat(servers.askedOllama())
                .isEqualTo(
                        json(
                                "'model':'nomic','input':['"
                                        + SKY
                                        + "'],'truncate':false,'keep_alive':'60000ms'"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings,'''input'':''a''',talker",
        "/api/embed,'''input'':''a''',talker",
        "/api/embeddings,'''prompt'':''a''',talker"
    })
    void aModelThatIsKnownToTalkAloneIsNotAsked(String path, String members, String model)
            throws IOException {
        WireMessage answer = post(path, "'model':'" + model + "'," + members);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\\\"talker\\\" does not support embeddings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/api/embed"})
    void aServerWithoutEmbeddingsIsTheCallersMistakeAndNoReasonToAskAgain(String path)
            throws IOException {
        WireMessage answer = post(path, "'model':'tiny','input':'a'");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("This server does not support embeddings");
        assertThat(answer.text()).doesNotContain("not_supported_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-embed", "nomic"})
    void anInputThatIsTooLongIsTheCallersMistake(String model) throws IOException {
        WireMessage answer =
                post(
                        "/v1/embeddings",
                        "'model':'" + model + "','input':'" + "word ".repeat(800) + "'");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"type\":\"invalid_request_error\"");
    }

    @Test
    void tokensThatAnOllamaCannotTakeAreTheCallersMistake() throws IOException {
        WireMessage answer = post("/v1/embeddings", "'model':'nomic','input':[1,2]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"input\"").contains("takes no tokens");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    'model':'tiny-embed'                            | input
                    'model':'tiny-embed','input':[]                 | input
                    'model':'tiny-embed','input':['a',5]            | input[1]
                    'model':'tiny-embed','input':'a','dimensions':0 | dimensions
                    'input':'a'                                     | model
                    """)
    void whatIsWrongIsNamed(String members, String field) throws IOException {
        WireMessage answer = post("/v1/embeddings", members);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("\"param\":\"" + field + "\"")
                .contains("\"message\":\"" + field + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings,404,model 'nope' not found",
        "/api/embed,404,model 'nope' not found"
    })
    void anUnknownModelIsNotFound(String path, int status, String message) throws IOException {
        WireMessage answer = post(path, "'model':'nope','input':'a'");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(message);
    }

    @Test
    void withoutAnInputAnOllamasModelIsLoaded() throws IOException {
        WireMessage answer = post("/api/embed", "'model':'nomic','keep_alive':'5m'");

        assertThat(answer.text()).isEqualTo("{\"model\":\"nomic\",\"embeddings\":[]}");
        assertThat(servers.askedOllama()).contains("keep_alive");
    }

    @Test
    void theListSaysOfWhichKindsModelsAre() throws IOException {
        String list = RawHttp.get(servers.port(), "/v1/models").text();

        assertThat(entry(list, "nomic:latest")).contains("\"kinds\":[\"embedding\"]");
        assertThat(entry(list, "talker:latest")).contains("\"kinds\":[\"chat\",\"completion\"]");
        assertThat(entry(list, "tiny-embed")).contains("\"kinds\":[]");
    }

    @Test
    void theMetricsCountTheTokens() throws IOException {
        post("/v1/embeddings", "'model':'tiny-embed','input':'" + SKY + "'");

        // An exchange is counted after its answer has been sent.
        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(servers.port(), "/metrics").text())
                                .containsPattern("tokens\\w*\\{[^}]*tiny-embed[^}]*} \\d"));
    }

    private static String entry(String list, String id) {
        int from = list.indexOf("{\"id\":\"" + id + "\"");
        return list.substring(from, list.indexOf('}', from));
    }

    private static WireMessage post(String path, String members) throws IOException {
        return RawHttp.post(servers.port(), path, json(members));
    }

    private static String json(String members) {
        return "{" + members.replace('\'', '"') + "}";
    }
}
