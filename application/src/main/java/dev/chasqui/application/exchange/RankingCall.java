package dev.chasqui.application.exchange;

import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RelayBody;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.ModelKind;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request of the server itself to rank texts by a question, in the form of {@code /v1/rerank}.
 *
 * @param model the name of the model; it may be an alias
 * @param question the question
 * @param texts at least one
 */
record RankingCall(String model, String question, List<String> texts) implements RelayBody {
    private static final int OK = 200;
    private static final String PATH = "/v1/rerank";

    /** The most bytes of an answer; a backend that repeats the texts in it stays below. */
    private static final int MOST_BYTES = 16 << 20;

    RankingCall {
        texts = List.copyOf(texts);
    }

    RelayPayload payload() {
        Forward call =
                new Forward(
                        model,
                        "POST",
                        PATH,
                        Optional.of("application/json"),
                        RequestContent.none());
        return new RelayPayload(ModelKind.RERANK, model, call, this);
    }

    @Override
    public RequestContent named(String name) {
        return RequestContent.of(
                Json.Obj.EMPTY
                        .with("model", Json.of(name))
                        .with("query", Json.of(question))
                        .with("documents", new Json.Arr(texts.stream().map(Json::of).toList()))
                        .with("top_n", Json.of(texts.size()))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(question.length() + texts.stream().mapToLong(String::length).sum());
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    /**
     * Reads the score of each text from an answer, and closes the answer.
     *
     * @throws FailureException with {@code BackendFailed} if it is no ranking of all texts
     */
    double[] scores(Forwarded answer) {
        byte[] body;
        try (answer) {
            body = body(answer);
        }
        if (answer.status() != OK
                || !(json(body) instanceof Json.Obj object)
                || !(object.get("results").orElse(Json.Null.NULL)
                        instanceof Json.Arr(List<Json> results))) {
            throw odd("its answer has status " + answer.status() + " and is no ranking");
        }
        double[] scores = new double[texts.size()];
        Arrays.fill(scores, Double.NaN);
        results.forEach(result -> enter(result, scores));
        if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw odd("its answer does not rank each text once");
        }
        return scores;
    }

    private Json json(byte[] body) {
        try {
            return JsonReader.read(body);
        } catch (FailureException e) {
            throw odd("its answer is no JSON");
        }
    }

    private void enter(Json result, double[] scores) {
        if (result instanceof Json.Obj object
                && object.get("index").orElse(Json.Null.NULL) instanceof Json.Num at
                && object.get("relevance_score").orElse(Json.Null.NULL) instanceof Json.Num score) {
            double index = at.doubleValue();
            if (index >= 0
                    && index < scores.length
                    && index == (int) index
                    && Double.isNaN(scores[(int) index])
                    && Double.isFinite(score.doubleValue())) {
                scores[(int) index] = score.doubleValue();
                return;
            }
        }
        throw odd("its answer does not rank each text once");
    }

    private byte[] body(Forwarded answer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            if (body.size() + piece.length > MOST_BYTES) {
                throw odd("its answer has more than " + MOST_BYTES + " bytes");
            }
            body.writeBytes(piece);
        }
        return body.toByteArray();
    }

    private FailureException odd(String why) {
        return new FailureException(new Failure.BackendFailed(model, why));
    }
}
