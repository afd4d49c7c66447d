package dev.chasqui.adapters.dialects.openai.embedding;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.IncomingEmbedding;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

class OpenAiEmbeddingsTest {
    private static final ReplyHead HEAD = new ReplyHead("x", Instant.ofEpochSecond(1));

    private final OpenAiEmbeddings client = new OpenAiEmbeddings();
    private final OpenAiEmbeddingBackend backend = new OpenAiEmbeddingBackend();

    static Stream<String> answers() {
        return Stream.of("llama-server", "litellm", "ollama-v1")
                .flatMap(folder -> Recording.names(folder).stream())
                .filter(name -> !name.endsWith("-empty") && !name.startsWith("llama-server/rerank"))
                .filter(
                        name -> {
                            Recording recording = Recording.load(name);
                            return recording.request().target().equals("/v1/embeddings")
                                    && recording.response().status() == 200;
                        });
    }

    @Test
    void thereAreRecordingsOfEveryServer() {
        assertThat(answers())
                .contains(
                        "llama-server/embeddings-base64",
                        "llama-server/embeddings-tokens",
                        "litellm/embeddings",
                        "ollama-v1/embeddings-float");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aRecordedRequestAndItsAnswerGoOnByteForByte(String name) {
        byte[] asked = Recording.load(name).request().body();
        byte[] answered = Recording.load(name).response().body();
        IncomingEmbedding.Embed embed = decode(asked);

        Outgoing outgoing = backend.encode("b", embed.request());
        EmbeddingReply reply = backend.decode("b", embed.request(), answered);

        assertThat(outgoing.path()).isEqualTo("/v1/embeddings");
        assertThat(text(outgoing.body())).isEqualTo(text(asked));
        assertThat(text(embed.answer().apply(HEAD, reply))).isEqualTo(text(answered));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aRecordedAnswerSurvivesBeingWrittenAnew(String name) {
        IncomingEmbedding.Embed embed = decode(Recording.load(name).request().body());
        EmbeddingReply reply =
                backend.decode("b", embed.request(), Recording.load(name).response().body());
        Embeddings decoded = new Embeddings(reply.vectors(), reply.promptTokens());

        byte[] anew = embed.answer().apply(HEAD, decoded);
        EmbeddingReply again = backend.decode("b", embed.request(), anew);

        assertThat(again.body()).isPresent();
        assertThat(again.promptTokens()).isPresent().isEqualTo(reply.promptTokens());
        assertThat(again.vectors()).hasSameSizeAs(reply.vectors());
        for (int i = 0; i < reply.vectors().size(); i++) {
            assertThat(again.vectors().get(i)).containsExactly(reply.vectors().get(i));
        }
    }

    @Test
    void bothFormsHoldTheSameVectors() {
        EmbeddingReply base64 = recorded("llama-server/embeddings-base64");
        EmbeddingReply lists = recorded("llama-server/embeddings-float");

        assertThat(base64.dimensions()).isEqualTo(lists.dimensions()).isEqualTo(64);
        assertThat(base64.vectors().getFirst()).containsExactly(lists.vectors().getFirst());
    }

    private EmbeddingReply recorded(String name) {
        return backend.decode(
                "b",
                decode(Recording.load(name).request().body()).request(),
                Recording.load(name).response().body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    'Hi'            | Hi
                    ['Hi', 'Ho']    | Hi,Ho
                    [1, 20, 300]    | 1 20 300
                    [[1, 2], [3]]   | 1 2,3
                    """)
    void allFormsOfInputAreRead(String input, String read) {
        List<EmbeddingInput> inputs = request("'input':" + input).inputs();

        assertThat(inputs.stream().map(OpenAiEmbeddingsTest::shown))
                .containsExactly(read.split(","));
    }

    private static String shown(EmbeddingInput input) {
        return switch (input) {
            case EmbeddingInput.Text(String text) -> text;
            case EmbeddingInput.Tokens(int[] ids) ->
                    String.join(
                            " ", java.util.Arrays.stream(ids).mapToObj(String::valueOf).toList());
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    'x':1                                   | input           | missing
                    'input':null                            | input           | null
                    'input':5                               | input           | 5
                    'input':{}                              | input           | {}
                    'input':''                              | input           | ""
                    'input':[]                              | input           | []
                    'input':['a','']                        | input[1]        | ""
                    'input':['a',5]                         | input[1]        | 5
                    'input':['a',null]                      | input[1]        | null
                    'input':[[]]                            | input[0]        | []
                    'input':[[1],'a']                       | input[1]        | "a"
                    'input':[[1,'a']]                       | input[0][1]     | "a"
                    'input':[1,-2]                          | input[1]        | -2
                    'input':[1,2.5]                         | input[1]        | 2.5
                    'input':[1,1e2]                         | input[1]        | 1e2
                    'input':[99999999999]                   | input[0]        | 99999999999
                    'input':[true]                          | input[0]        | true
                    'input':'a','dimensions':0              | dimensions      | 0
                    'input':'a','dimensions':1.5            | dimensions      | 1.5
                    'input':'a','dimensions':'4'            | dimensions      | "4"
                    'input':'a','dimensions':1e9            | dimensions      | 1e9
                    'input':'a','encoding_format':'hex'     | encoding_format | "hex"
                    'input':'a','encoding_format':1         | encoding_format | 1
                    """)
    void whatIsWrongIsNamed(String members, String field, String value) {
        assertThat(failure(() -> request(members)))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> {
                            assertThat(invalid.field()).contains(field);
                            assertThat(invalid.message()).startsWith(field + ": " + value + " (");
                        });
    }

    @Test
    void aRequestWithoutAModelIsRefused() {
        assertThat(failure(() -> client.decode(utf8("{\"input\":\"a\"}"))).message())
                .startsWith("model: missing (");
    }

    @Test
    void moreThan2048InputsAreRefused() {
        String full = "'input':['a'" + ",'a'".repeat(2047) + "]";

        assertThat(request(full).inputs()).hasSize(2048);
        assertThat(failure(() -> request(full.replace("]", ",'a']"))).message())
                .startsWith("input: more than 2048 inputs (");
    }

    @Test
    void unknownMembersGoOnAndAnotherNameOfTheModelIsWrittenInItsPlace() {
        EmbeddingRequest request = request("'input':'a','user':'u','x':{'y':[1]}");

        assertThat(text(backend.encode("b", request.withModel("other")).body()))
                .isEqualTo(quoted("{'model':'other','input':'a','user':'u','x':{'y':[1]}}"));
    }

    @Test
    void aRequestOfAnotherDialectIsWritten() {
        EmbeddingRequest request =
                new EmbeddingRequest(
                        "m",
                        List.of(
                                new EmbeddingInput.Text("a"),
                                new EmbeddingInput.Tokens(new int[] {1, 2})),
                        OptionalInt.of(4),
                        true,
                        Optional.empty());

        assertThat(text(backend.encode("b", request).body()))
                .isEqualTo(quoted("{'model':'m','input':['a',[1,2]],'dimensions':4}"));
    }

    @Test
    void vectorsAreSortedByTheirIndex() {
        EmbeddingRequest request = request("'input':['a','b']");
        EmbeddingReply reply =
                backend.decode(
                        "b",
                        request,
                        answer("{'index':1,'embedding':[1]},{'index':0,'embedding':[0]}"));

        assertThat(reply.body()).isEmpty();
        assertThat(reply.vectors().get(0)).containsExactly(0);
        assertThat(reply.vectors().get(1)).containsExactly(1);
        assertThat(
                        text(
                                decode(utf8(quoted("{'model':'m','input':['a','b']}")))
                                        .answer()
                                        .apply(HEAD, reply)))
                .isEqualTo(
                        quoted(
                                "{'object':'list','data':["
                                        + "{'object':'embedding','index':0,'embedding':[0.0]},"
                                        + "{'object':'embedding','index':1,'embedding':[1.0]}],"
                                        + "'model':'m',"
                                        + "'usage':{'prompt_tokens':3,'total_tokens':3}}"));
    }

    @Test
    void anAnswerInTheOtherFormIsWrittenAnew() {
        EmbeddingReply reply =
                backend.decode(
                        "b",
                        request("'input':'a','encoding_format':'base64'"),
                        answer("{'index':0,'embedding':[1,-2.5]}"));

        assertThat(reply.body()).isEmpty();
        assertThat(
                        text(
                                decode(
                                                utf8(
                                                        quoted(
                                                                "{'model':'m','input':'a','encoding_format':'base64'}")))
                                        .answer()
                                        .apply(HEAD, reply)))
                .contains(quoted("'embedding':'AACAPwAAIMA='"));
    }

    @Test
    void base64WhoseSlashesAreEscapedIsRead() {
        EmbeddingReply reply =
                backend.decode(
                        "b",
                        request("'input':'a'"),
                        answer("{'index':0,'embedding':'\\/\\/\\/\\/Pg=='}"));

        assertThat(reply.dimensions()).isEqualTo(1);
        assertThat(reply.vectors().getFirst()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{'index':0,'embedding':[1]},{'index':1,'embedding':[1]}",
                "{'index':1,'embedding':[1]}",
                "{'index':-1,'embedding':[1]}",
                "{'index':0,'embedding':[]}",
                "{'index':0,'embedding':[null]}",
                "{'index':0,'embedding':['1']}",
                "{'index':0,'embedding':null}",
                "{'index':0,'embedding':'AAA'}",
                "{'index':0,'embedding':'AAAAAAA='}",
                "{'index':0}",
                "5"
            })
    void whatIsNoAnswerIsTheBackendsFailure(String data) {
        EmbeddingRequest request = request("'input':'a'");

        assertThat(failure(() -> backend.decode("b", request, answer(data))))
                .isInstanceOf(Failure.BackendFailed.class)
                .extracting(Failure::message)
                .asString()
                .startsWith("backend 'b' failed: it sent no valid embeddings: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{'data':null}", "{'data':[}"})
    void whatIsNoListIsTheBackendsFailure(String body) {
        assertThat(failure(() -> backend.decode("b", request("'input':'a'"), utf8(quoted(body)))))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1e99]", "'AADAfw=='", "'!!!!!A=='"})
    void aNumberThatIsNoneIsTheBackendsFailureWhenItIsNeeded(String vector) {
        EmbeddingReply reply =
                backend.decode(
                        "b",
                        request("'input':'a'"),
                        answer("{'index':0,'embedding':" + vector + "}"));

        assertThat(failure(reply::vectors)).isInstanceOf(Failure.BackendFailed.class);
    }

    private static byte[] answer(String data) {
        return utf8(
                quoted(
                        "{'object':'list','data':["
                                + data
                                + "],'model':'m','usage':{'prompt_tokens':3,'total_tokens':3}}"));
    }

    private EmbeddingRequest request(String members) {
        return decode(utf8(quoted("{'model':'m'," + members + "}"))).request();
    }

    private IncomingEmbedding.Embed decode(byte[] body) {
        return (IncomingEmbedding.Embed) client.decode(body);
    }
}
