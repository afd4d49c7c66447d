package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.IncomingEmbedding;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class OllamaEmbeddingsTest {
    private static final Instant BEGAN = Instant.ofEpochSecond(1);
    private static final ReplyHead HEAD = new ReplyHead("x", BEGAN);

    private final OllamaEmbeddings client =
            new OllamaEmbeddings(OllamaPath.EMBED, () -> BEGAN.plusNanos(500));
    private final OllamaEmbeddings older = new OllamaEmbeddings(OllamaPath.EMBEDDINGS, () -> BEGAN);
    private final OllamaEmbeddingBackend backend = new OllamaEmbeddingBackend();

    @ParameterizedTest
    @ValueSource(strings = {"embed", "embed-many", "embed-list-with-empty", "embed-too-long"})
    void aRecordedRequestAndItsAnswerGoOnByteForByte(String name) {
        goesOn(client, "/api/embed", "ollama/" + name);
    }

    @Test
    void soDoTheyAtTheOlderPath() {
        goesOn(older, "/api/embeddings", "ollama/embeddings");
    }

    private void goesOn(OllamaEmbeddings codec, String path, String name) {
        byte[] asked = Recording.load(name).request().body();
        byte[] answered = Recording.load(name).response().body();
        var embed = (IncomingEmbedding.Embed) codec.decode(asked);

        Outgoing outgoing = backend.encode("b", embed.request());
        EmbeddingReply reply = backend.decode("b", embed.request(), answered);

        assertThat(outgoing.path()).isEqualTo(path);
        assertThat(text(outgoing.body())).isEqualTo(text(asked));
        assertThat(text(embed.answer().apply(HEAD, reply))).isEqualTo(text(answered));
        assertThat(reply.vectors()).hasSameSizeAs(embed.request().inputs());
        assertThat(reply.dimensions())
                .isEqualTo(embed.request().dimensions().orElse(reply.dimensions()));
    }

    @ParameterizedTest
    @CsvSource({
        "embed-empty-list,false",
        "embed-empty-string,false",
        "embed-no-input,false",
        "embeddings-empty,true"
    })
    void withoutAnInputTheModelIsLoadedAndTheAnswerIsTheRecordedOne(String name, boolean isOlder) {
        Recording recording = Recording.load("ollama/" + name);
        OllamaEmbeddings codec = isOlder ? older : client;
        var load = (Incoming.Load) codec.decode(recording.request().body());

        assertThat(load.request().model()).isEqualTo("tiny-embed");
        assertThat(text(load.answer().apply(HEAD))).isEqualTo(text(recording.response().body()));
    }

    @ParameterizedTest
    @CsvSource({
        "embed-bad-input,false,400",
        "embed-number,false,400",
        "embed-tokens,false,400",
        "embed-no-body,false,400",
        "embed-malformed,false,400",
        "embed-no-model,false,404",
        "embeddings-no-model,true,400",
        "embeddings-no-body,true,400"
    })
    void whatAnOllamaRefusesIsRefusedInItsWords(String name, boolean isOlder, int status) {
        Recording recording = Recording.load("ollama/" + name);
        Failure failure =
                failure(() -> (isOlder ? older : client).decode(recording.request().body()));
        String body = text(recording.response().body());

        assertThat(OllamaErrorStyle.INSTANCE.status(failure)).isEqualTo(status);
        if (!name.endsWith("malformed")) {
            assertThat(failure.message())
                    .startsWith(body.substring("{\"error\":\"".length(), body.length() - 2));
        }
    }

    @Test
    void unloadingIsAskedForByItsTime() {
        var load = (Incoming.Load) client.decode(utf8(quoted("{'model':'m','keep_alive':0}")));

        assertThat(load.request().keepAlive()).isEqualTo(KeepAlive.NOT_AT_ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    'input':'a'                     | true  | -1
                    'input':'a','truncate':false    | false | -1
                    'input':'a','dimensions':4      | true  | 4
                    'input':'a','dimensions':0      | true  | -1
                    'input':'a','dimensions':null   | true  | -1
                    """)
    void whatIsAskedIsRead(String members, boolean truncate, int dimensions) {
        EmbeddingRequest request = request(members);

        assertThat(request.truncate()).isEqualTo(truncate);
        assertThat(request.dimensions().orElse(-1)).isEqualTo(dimensions);
        assertThat(request.inputs()).containsExactly(new EmbeddingInput.Text("a"));
    }

    @Test
    void theAnswerOfAnotherDialectHasTheMembersThatClientsTakeAndNoOthers() {
        var embed = (IncomingEmbedding.Embed) client.decode(body("'input':['a','b']"));
        Embeddings vectors =
                new Embeddings(List.of(new float[] {1, -2.5f}, new float[] {0, 1e-5f}), 7);

        assertThat(text(embed.answer().apply(HEAD, vectors)))
                .isEqualTo(
                        quoted(
                                "{'model':'m','embeddings':[[1.0,-2.5],[0.0,1.0E-5]],"
                                        + "'total_duration':500,'load_duration':1,"
                                        + "'prompt_eval_count':7}"));
    }

    @Test
    void theOlderAnswerIsOneVector() {
        var embed = (IncomingEmbedding.Embed) older.decode(body("'prompt':'a'"));

        assertThat(text(embed.answer().apply(HEAD, new Embeddings(List.of(new float[] {1}), 7))))
                .isEqualTo("{\"embedding\":[1.0]}");
    }

    @Test
    void anotherNameOfTheModelIsWrittenInItsPlace() {
        EmbeddingRequest request = request("'input':'a','options':{'num_ctx':9}");

        assertThat(text(backend.encode("b", request.withModel("other")).body()))
                .isEqualTo(quoted("{'model':'other','input':'a','options':{'num_ctx':9}}"));
    }

    @Test
    void aRequestOfAnotherDialectIsWritten() {
        EmbeddingRequest request =
                new EmbeddingRequest(
                        "m",
                        List.of(new EmbeddingInput.Text("a")),
                        OptionalInt.of(4),
                        false,
                        Optional.empty());

        Outgoing outgoing = backend.encode("b", request);

        assertThat(outgoing.path()).isEqualTo("/api/embed");
        assertThat(text(outgoing.body()))
                .isEqualTo(quoted("{'model':'m','input':['a'],'truncate':false,'dimensions':4}"));
    }

    @Test
    void tokensAreWhatAnOllamaCannotTake() {
        EmbeddingRequest request =
                new EmbeddingRequest(
                        "m",
                        List.of(new EmbeddingInput.Tokens(new int[] {1})),
                        OptionalInt.empty(),
                        false,
                        Optional.empty());

        assertThat(failure(() -> backend.encode("b", request)))
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(400);
                            assertThat(refused.param()).contains("input");
                            assertThat(refused.mayFailOver()).isTrue();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'embeddings':[]}",
                "{'embeddings':[[1],[2]]}",
                "{'embeddings':[[]]}",
                "{'embeddings':[null]}",
                "{'embeddings':{}}",
                "[]",
                "{"
            })
    void whatIsNoAnswerIsTheBackendsFailure(String answer) {
        EmbeddingRequest request = request("'input':'a'");

        assertThat(failure(() -> backend.decode("b", request, utf8(quoted(answer)))))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    private EmbeddingRequest request(String members) {
        return ((IncomingEmbedding.Embed) client.decode(body(members))).request();
    }

    private static byte[] body(String members) {
        return utf8(quoted("{'model':'m'," + members + "}"));
    }
}
