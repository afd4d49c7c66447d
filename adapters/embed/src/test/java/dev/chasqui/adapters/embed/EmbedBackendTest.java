package dev.chasqui.adapters.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.application.port.Asker;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Fault;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class EmbedBackendTest {
    private static EmbedBackend backend;

    @BeforeAll
    static void start(@TempDir Path folder) {
        backend = new EmbedBackend(folder.resolve("embed"));
    }

    @AfterAll
    static void end() {
        backend.close();
    }

    @Test
    void itsModelMakesVectorsAndRanksByThemAndNothingElse() {
        assertThat(backend.models())
                .singleElement()
                .satisfies(
                        model -> {
                            assertThat(model.id()).isEqualTo("chasqui-embed");
                            assertThat(model.kinds())
                                    .containsExactly(ModelKind.EMBEDDING, ModelKind.RERANK);
                            assertThat(model.size()).isEqualTo(34_014_426);
                        });
        assertThat(backend.contextLength("chasqui-embed")).hasValue(512);
    }

    /** The expected vectors come from the same weights and version of ONNX Runtime in Python. */
    @Test
    void theVectorsAreThoseThatOthersComputeWithTheSameModel() {
        for (Json.Obj recorded : Reference.objects("vectors.jsonl")) {
            String text = recorded.text("text").orElseThrow();
            double[] expected = Reference.numbers(recorded, "vector");

            float[] vector = vectors(true, text).getFirst();

            assertThat(vector).hasSize(384);
            for (int at = 0; at < vector.length; at++) {
                assertThat((double) vector[at])
                        .as("%s [%d]", text, at)
                        .isCloseTo(expected[at], within(1e-3));
            }
        }
    }

    @Test
    void textsThatMeanTheSameAreNearerThanOthers() {
        List<float[]> vectors =
                vectors(
                        false,
                        "How long is the period of notice?",
                        "The contract may be ended with three months' notice.",
                        "Llamas are kept for their wool in the Andes.");

        double related = cosine(vectors.get(0), vectors.get(1));
        assertThat(related).isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.1);
        assertThat(cosine(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-5));
    }

    @Test
    void theTokensOfAllTextsAreCounted() {
        EmbeddingReply reply = embed(EmbeddingRequest.of("chasqui-embed", List.of("hello", "a b")));

        assertThat(reply.promptTokens()).hasValue(3 + 4);
        assertThat(reply.vectors()).hasSize(2);
        assertThat(backend.countTokens("chasqui-embed", "hello world", new Cancellation()))
                .hasValue(2);
    }

    @Test
    void whatIsTooLongIsRefusedWithBothNumbersUnlessItMayBeCut() {
        String tooLong = "word ".repeat(511);

        Failure failure = failure(request(false, OptionalInt.empty(), "fits", tooLong));
        assertThat(failure.fault()).isEqualTo(Fault.CALLER);
        assertThat(failure.message()).startsWith("input 2 of 2: 513 tokens (expected: at most 512");
        assertThat(vectors(false, "word ".repeat(510)).getFirst())
                .isEqualTo(vectors(true, tooLong).getFirst());
        assertThat(embed(request(true, OptionalInt.empty(), tooLong)).promptTokens()).hasValue(512);
    }

    @Test
    void vectorsOfAnotherLengthAreRefused() {
        assertThat(embed(request(false, OptionalInt.of(384), "a")).dimensions()).isEqualTo(384);

        assertThat(failure(request(false, OptionalInt.of(256), "a")))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> {
                            assertThat(invalid.field()).contains("dimensions");
                            assertThat(invalid.message())
                                    .startsWith("dimensions: 256 (expected: 384, or leave it out");
                        });
    }

    @Test
    void tokensOfAnotherTokenizerAreRefused() {
        EmbeddingRequest tokens =
                new EmbeddingRequest(
                        "chasqui-embed",
                        List.of(new EmbeddingInput.Tokens(new int[] {1, 2})),
                        OptionalInt.empty(),
                        false,
                        Optional.empty());

        assertThat(failure(tokens).message()).startsWith("input: tokens (expected: text");
    }

    @Test
    void moreTextsThanMemoryIsThereForAreRefused() {
        List<String> many = Collections.nCopies(8193, "");

        assertThat(failure(EmbeddingRequest.of("chasqui-embed", many)).message())
                .startsWith("input: 8193 texts (expected: at most 8192");
    }

    @Test
    void severalCallersGetTheirOwnVectors() throws Exception {
        List<String> texts = IntStream.range(0, 24).mapToObj(at -> "text number " + at).toList();
        List<float[]> expected = vectors(false, texts.toArray(String[]::new));

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<float[]>>> answers =
                    texts.stream().map(text -> callers.submit(() -> vectors(false, text))).toList();
            for (int at = 0; at < texts.size(); at++) {
                assertThat(answers.get(at).get().getFirst()).isEqualTo(expected.get(at));
            }
        }
    }

    @Test
    void aRequestThatIsGivenUpEnds() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () ->
                                backend.embed(
                                        request(false, OptionalInt.empty(), "a"),
                                        Asker.NOBODY,
                                        cancellation));
        assertThat(thrown.failure()).isInstanceOf(Failure.Cancelled.class);
    }

    @Test
    void whereThereIsNoLibraryForThePlatformThereIsNoModelAndWhoAsksIsToldWhy(
            @TempDir Path folder) {
        try (EmbedBackend elsewhere = new EmbedBackend(folder, "linux-riscv64")) {
            assertThat(elsewhere.models()).isEmpty();
            assertThat(failure(elsewhere, request(false, OptionalInt.empty(), "a")))
                    .isEqualTo(
                            new Failure.BackendFailed(
                                    "chasqui-embed",
                                    "there is no ONNX Runtime for linux-riscv64 here"));
        }
    }

    @Test
    void whereTheFolderCannotBeWrittenWhoAsksIsToldSoAndItIsTriedAgain(@TempDir Path folder)
            throws IOException {
        Path place = Files.writeString(folder.resolve("file"), "");
        try (EmbedBackend hindered = new EmbedBackend(place)) {
            assertThat(failure(hindered, request(false, OptionalInt.empty(), "a")).message())
                    .contains("cannot be unpacked into the data folder")
                    .doesNotContain(folder.toString());

            Files.delete(place);
            assertThat(hindered.countTokens("chasqui-embed", "a", new Cancellation())).hasValue(1);
        }
    }

    @Test
    void whoAsksAfterTheEndIsRefused(@TempDir Path folder) {
        EmbedBackend ended = new EmbedBackend(folder);
        ended.close();
        ended.close();

        assertThat(failure(ended, request(false, OptionalInt.empty(), "a")))
                .isInstanceOf(Failure.Cancelled.class);
    }

    private static List<float[]> vectors(boolean truncate, String... texts) {
        return embed(request(truncate, OptionalInt.empty(), texts)).vectors();
    }

    private static EmbeddingReply embed(EmbeddingRequest request) {
        return backend.embed(request, Asker.NOBODY, new Cancellation()).reply();
    }

    private static Failure failure(EmbeddingRequest request) {
        return failure(backend, request);
    }

    private static Failure failure(EmbedBackend asked, EmbeddingRequest request) {
        return catchThrowableOfType(
                        FailureException.class,
                        () -> asked.embed(request, Asker.NOBODY, new Cancellation()))
                .failure();
    }

    private static EmbeddingRequest request(
            boolean truncate, OptionalInt dimensions, String... texts) {
        EmbeddingRequest plain = EmbeddingRequest.of("chasqui-embed", List.of(texts));
        return new EmbeddingRequest(
                plain.model(), plain.inputs(), dimensions, truncate, Optional.empty());
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int at = 0; at < one.length; at++) {
            sum += (double) one[at] * other[at];
        }
        return sum;
    }
}
