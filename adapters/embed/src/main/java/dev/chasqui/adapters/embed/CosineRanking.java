package dev.chasqui.adapters.embed;

import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Pull;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * A request to rank texts by a question, and its answer, in one of two forms: that of Cohere and
 * Jina, with {@code documents}, or that of Text Embeddings Inference (TEI), with {@code texts}.
 * Immutable.
 *
 * @param question the question
 * @param documents the documents as the client spelled them; strings, or objects with a {@code
 *     text}
 * @param texts the texts of the documents
 * @param isTei true for the form of TEI
 * @param most the most results that the client wants
 * @param withText true if the results contain their documents
 * @param truncate true if a text that is too long is cut
 */
record CosineRanking(
        String question,
        List<Json> documents,
        List<String> texts,
        boolean isTei,
        int most,
        boolean withText,
        boolean truncate) {

    private static final String QUERY = "query";
    private static final String TEXTS = "texts";
    private static final String DOCUMENTS = "documents";
    private static final String TOP_N = "top_n";
    private static final String TRUNCATE = "truncate";

    /** The words that the model was trained to find before questions. */
    private static final String BEFORE_QUESTION =
            "Represent this sentence for searching relevant passages: ";

    /** The statement that the scores are no reranker's, for answers that have no place for it. */
    private static final Map<String, String> HEADERS =
            Map.of("content-type", "application/json", "x-chasqui-score", "cosine");

    private static final Json.Obj SCORE = Json.Obj.EMPTY.with("score", Json.of("cosine"));

    CosineRanking {
        documents = List.copyOf(documents);
        texts = List.copyOf(texts);
    }

    /**
     * Reads a request.
     *
     * @throws FailureException with {@code Invalid} that names the field
     */
    static CosineRanking read(byte[] body) {
        if (!(JsonReader.readRequest(body, 0, body.length) instanceof Json.Obj request)) {
            throw new FailureException(
                    new Failure.Invalid(
                            QUERY, "the body is no object (expected: query and documents)"));
        }
        boolean isTei = value(request, TEXTS) != null;
        String list = list(isTei);
        Json question = value(request, QUERY);
        if (!(question instanceof Json.Str(String asked)) || asked.isBlank()) {
            throw wrong(QUERY, question, "a text that is not empty");
        }
        Json given = value(request, list);
        if (!(given instanceof Json.Arr(List<Json> documents)) || documents.isEmpty()) {
            throw wrong(list, given, "a list of at least one text");
        }
        List<String> texts = new ArrayList<>();
        for (Json document : documents) {
            texts.add(text(list + "[" + texts.size() + "]", document));
        }
        return new CosineRanking(
                asked,
                documents,
                texts,
                isTei,
                most(request),
                flag(request, isTei ? "return_text" : "return_documents"),
                flag(request, TRUNCATE));
    }

    private static String text(String name, Json document) {
        return switch (document) {
            case Json.Str(String text) -> text;
            case Json.Obj object when value(object, "text") instanceof Json.Str(String text) ->
                    text;
            default -> throw wrong(name, document, "a text, or an object with a 'text'");
        };
    }

    private static int most(Json.Obj request) {
        Json most = value(request, TOP_N);
        if (most == null) {
            return Integer.MAX_VALUE;
        }
        double wanted = most instanceof Json.Num number ? number.doubleValue() : 0;
        if (wanted < 1 || wanted != Math.rint(wanted)) {
            throw wrong(TOP_N, most, "a whole number from 1");
        }
        return (int) Math.min(Integer.MAX_VALUE, wanted);
    }

    private static boolean flag(Json.Obj request, String name) {
        Json flag = value(request, name);
        return switch (flag) {
            case null -> false;
            case Json.Bool(boolean on) -> on;
            default -> throw wrong(name, flag, "true or false");
        };
    }

    private static @Nullable Json value(Json.Obj object, String name) {
        Json value = object.members().get(name);
        return value == Json.Null.NULL ? null : value;
    }

    private static FailureException wrong(String name, @Nullable Json value, String expected) {
        String given = value == null ? "missing" : value.toString();
        String quoted = given.length() > 40 ? given.substring(0, 40) + "…" : given;
        return new FailureException(
                new Failure.Invalid(name, name + ": " + quoted + " (expected: " + expected + ")"));
    }

    /** Returns the cosine of two vectors of length 1. */
    static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return Math.clamp(sum, -1, 1);
    }

    /** Returns the texts whose vectors are needed: the question's, then those of the documents. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        inputs.add(BEFORE_QUESTION + question);
        inputs.addAll(texts);
        return inputs;
    }

    /** Returns the name of one of the {@link #inputs} in the request. */
    String name(int input) {
        return input == 0 ? QUERY : list() + "[" + (input - 1) + "]";
    }

    /** Returns the name of the list of documents in the request. */
    String list() {
        return list(isTei);
    }

    private static String list(boolean isTei) {
        return isTei ? TEXTS : DOCUMENTS;
    }

    /**
     * Returns the answer.
     *
     * @param scores the score of each document
     * @param tokens the number of tokens of all inputs
     */
    Forwarded answer(String model, double[] scores, long tokens) {
        List<Json> results = new ArrayList<>();
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .limit(most)
                .forEach(i -> results.add(result(i, scores[i])));
        Json list = new Json.Arr(results);
        Json usage =
                Json.Obj.EMPTY
                        .with("prompt_tokens", Json.of(tokens))
                        .with("total_tokens", Json.of(tokens));
        Json body =
                isTei
                        ? list
                        : Json.Obj.EMPTY
                                .with("object", Json.of("list"))
                                .with("model", Json.of(model))
                                .with("results", list)
                                .with("usage", usage)
                                .with("chasqui", SCORE);
        return new Forwarded(200, HEADERS, new OnePiece(body));
    }

    private Json result(int index, double score) {
        Json.Obj result =
                Json.Obj.EMPTY
                        .with("index", Json.of(index))
                        .with(
                                isTei ? "score" : "relevance_score",
                                new Json.Num(Double.toString(score)));
        if (!withText) {
            return result;
        }
        return isTei
                ? result.with("text", Json.of(texts.get(index)))
                : result.with("document", document(index));
    }

    private Json document(int index) {
        return documents.get(index) instanceof Json.Obj object
                ? object
                : Json.Obj.EMPTY.with("text", Json.of(texts.get(index)));
    }

    /** A body of one piece. */
    private record OnePiece(byte[] body, AtomicBoolean given) implements Pull<byte[]> {
        OnePiece(Json body) {
            this(body.toString().getBytes(StandardCharsets.UTF_8), new AtomicBoolean());
        }

        @Override
        public byte @Nullable [] next() {
            return given.getAndSet(true) ? null : body;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void close() {}
    }
}
