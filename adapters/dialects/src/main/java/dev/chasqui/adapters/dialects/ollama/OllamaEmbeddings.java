package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ClientEmbeddingCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.IncomingEmbedding;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.VectorBody;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The operations {@code POST /api/embed} and the older {@code POST /api/embeddings}. A request
 * without input loads or unloads the model. Safe for use by several threads.
 */
final class OllamaEmbeddings implements ClientEmbeddingCodec {
    private static final Embeddings NONE = new Embeddings(List.of(), OptionalInt.empty());

    private final OllamaPath path;
    private final InstantSource clock;

    /**
     * @param path {@link OllamaPath#EMBED} or {@link OllamaPath#EMBEDDINGS}
     * @param clock the clock that measures the duration of a request
     */
    OllamaEmbeddings(OllamaPath path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
    }

    private boolean isOlder() {
        return path.equals(OllamaPath.EMBEDDINGS);
    }

    @Override
    public IncomingEmbedding decode(byte[] body) {
        if (body.length == 0) {
            throw new FailureException(
                    new Failure.Invalid(Optional.empty(), "missing request body"));
        }
        BodyScan scan = BodyScan.of(body);
        String model =
                scan.text("model").filter(name -> !name.isBlank()).orElseThrow(this::missingModel);
        scan.expect("options", JsonKind.OBJECT);
        OllamaSource source = new OllamaSource(scan, path);
        List<EmbeddingInput> inputs = isOlder() ? prompt(scan) : inputs(scan);
        if (inputs.isEmpty()) {
            return new Incoming.Load(
                    new LoadRequest(model, source.keepAlive(), Optional.of(source)),
                    _ -> isOlder() ? olderBody(NONE) : startBody(model, NONE).text("}").bytes());
        }
        EmbeddingRequest request =
                new EmbeddingRequest(
                        model,
                        inputs,
                        isOlder() ? OptionalInt.empty() : dimensions(scan),
                        scan.flag("truncate").orElse(true),
                        Optional.of(source));
        return new IncomingEmbedding.Embed(request, (head, reply) -> answer(model, head, reply));
    }

    private FailureException missingModel() {
        return new FailureException(
                isOlder()
                        ? new Failure.Invalid("model", "model is required")
                        : new Failure.NotFound("model '' not found"));
    }

    private static List<EmbeddingInput> prompt(BodyScan scan) {
        return scan.text("prompt").stream()
                .filter(text -> !text.isEmpty())
                .<EmbeddingInput>map(EmbeddingInput.Text::new)
                .toList();
    }

    /** Returns the inputs. An empty text counts as an input only within a list. */
    private static List<EmbeddingInput> inputs(BodyScan scan) {
        List<EmbeddingInput> inputs = new ArrayList<>();
        switch (scan.value("input").orElse(Json.Null.NULL)) {
            case Json.Null _ -> {}
            case Json.Str(String text) -> {
                if (!text.isEmpty()) {
                    inputs.add(new EmbeddingInput.Text(text));
                }
            }
            case Json.Arr(List<Json> items) -> {
                for (Json item : items) {
                    if (!(item instanceof Json.Str(String text))) {
                        throw badInput("input[" + inputs.size() + "]", "a string");
                    }
                    inputs.add(new EmbeddingInput.Text(text));
                }
            }
            case Json.Num _, Json.Bool _, Json.Obj _ ->
                    throw badInput("input", "a string or an array of strings");
        }
        return inputs;
    }

    private static FailureException badInput(String field, String expected) {
        return new FailureException(
                new Failure.Invalid(
                        field, "invalid input type; " + field + ": expected " + expected));
    }

    /**
     * Returns the requested length; empty if it is not above zero, since Ollama ignores it then.
     */
    private static OptionalInt dimensions(BodyScan scan) {
        scan.expect("dimensions", JsonKind.NUMBER);
        return scan.value("dimensions").stream()
                .map(Json.Num.class::cast)
                .mapToLong(Json.Num::longValue)
                .filter(number -> number > 0)
                .mapToInt(number -> (int) Math.min(number, Integer.MAX_VALUE))
                .findFirst();
    }

    private byte[] answer(String model, ReplyHead head, EmbeddingReply reply) {
        return reply.body()
                .filter(body -> body.dialect().equals(Dialect.OLLAMA))
                .map(EmbeddingReply.Body::bytes)
                .orElseGet(() -> isOlder() ? olderBody(reply) : written(model, head, reply));
    }

    private byte[] written(String model, ReplyHead head, EmbeddingReply reply) {
        Duration total = Duration.between(head.createdAt(), clock.instant());
        VectorBody body = startBody(model, reply);
        // Clients divide by the durations, so none may be zero.
        body.text(",\"total_duration\":" + Math.max(1, total.toNanos()) + ",\"load_duration\":1");
        reply.promptTokens().ifPresent(tokens -> body.text(",\"prompt_eval_count\":" + tokens));
        return body.text("}").bytes();
    }

    private static VectorBody startBody(String model, EmbeddingReply reply) {
        return new VectorBody()
                .text("{\"model\":" + Json.of(model) + ",\"embeddings\":")
                .lists(reply.vectors());
    }

    private static byte[] olderBody(EmbeddingReply reply) {
        float[] vector = reply.vectors().isEmpty() ? new float[0] : reply.vectors().getFirst();
        return new VectorBody().text("{\"embedding\":").numbers(vector).text("}").bytes();
    }
}
