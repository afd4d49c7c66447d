package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.BackendEmbeddingCodec;
import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.EncodedVectors;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.model.KeepAlive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The client side of {@code POST /api/embed}. A request that a client sent to the older {@code
 * /api/embeddings} goes to that path. Stateless.
 */
final class OllamaEmbeddingBackend implements BackendEmbeddingCodec {
    private static final String COUNT = "prompt_eval_count";
    private static final JsonNames MEMBERS = JsonNames.of("embeddings", "embedding", COUNT);

    /** The members of other dialects that this codec expresses, or that it does not need. */
    private static final Set<String> READ =
            Set.of("model", "input", "dimensions", "encoding_format", "keep_alive");

    @Override
    public Outgoing encode(String backend, EmbeddingRequest request) {
        return request.source().orElse(null) instanceof OllamaSource source
                ? new Outgoing(source.path().path(), named(request, source), List.of())
                : written(backend, request);
    }

    private static byte[] named(EmbeddingRequest request, OllamaSource source) {
        Splice splice = new Splice(source.scan());
        if (!source.scan().text("model").equals(Optional.of(request.model()))) {
            splice.set("model", Json.of(request.model()));
        }
        return splice.bytes();
    }

    private static Outgoing written(String backend, EmbeddingRequest request) {
        List<Json> inputs =
                request.inputs().stream().map(input -> text(backend, request, input)).toList();
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("model", Json.of(request.model()))
                        .with("input", new Json.Arr(inputs))
                        .with("truncate", Json.of(request.truncate()));
        if (request.dimensions().isPresent()) {
            body = body.with("dimensions", Json.of(request.dimensions().getAsInt()));
        }
        Optional<Json> stay = KeepAlive.toJson(request.keepAlive());
        if (stay.isPresent()) {
            body = body.with("keep_alive", stay.get());
        }
        return new Outgoing(
                OllamaPath.EMBED.path(), body.toBytes(), UnreadMembers.of(request, READ));
    }

    private static Json text(String backend, EmbeddingRequest request, EmbeddingInput input) {
        return switch (input) {
            case EmbeddingInput.Text(String text) -> Json.of(text);
            case EmbeddingInput.Tokens _ ->
                    throw new FailureException(
                            Failure.BackendRefused.cannot(
                                    backend,
                                    Optional.of("input"),
                                    "input: tokens (expected: texts; the backend '"
                                            + backend
                                            + "' of \""
                                            + request.model()
                                            + "\" is an Ollama, which takes no tokens)"));
        };
    }

    @Override
    public EmbeddingReply decode(String backend, EmbeddingRequest request, byte[] body) {
        try {
            return read(backend, request, body);
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.Invalid invalid
                    ? EncodedVectors.failed(backend, invalid.message())
                    : e;
        }
    }

    private static EmbeddingReply read(String backend, EmbeddingRequest request, byte[] body) {
        List<EncodedVectors.Place> vectors = new ArrayList<>();
        Json.Obj counts = Json.Obj.EMPTY;
        JsonScanner scanner = new JsonScanner().over(body);
        if (scanner.kind() != JsonKind.OBJECT) {
            throw EncodedVectors.failed(backend, "expected an object");
        }
        scanner.enter();
        while (scanner.nextMember()) {
            switch (scanner.name(MEMBERS)) {
                case "embeddings" -> takeAll(backend, scanner, body, vectors);
                case "embedding" -> vectors.add(EncodedVectors.take(backend, scanner, body));
                case COUNT -> counts = counts.with(COUNT, scanner.value());
                default -> scanner.skip();
            }
        }
        scanner.finish();
        boolean asItIs = request.source().orElse(null) instanceof OllamaSource;
        return new EncodedVectors(
                backend,
                body,
                vectors,
                request.inputs().size(),
                Counts.tokens(counts, COUNT),
                asItIs
                        ? Optional.of(new EmbeddingReply.Body(Dialect.OLLAMA, body))
                        : Optional.empty());
    }

    private static void takeAll(
            String backend, JsonScanner scanner, byte[] body, List<EncodedVectors.Place> vectors) {
        if (scanner.kind() != JsonKind.ARRAY) {
            throw EncodedVectors.failed(backend, "'embeddings' is " + scanner.kind().words());
        }
        scanner.enter();
        while (scanner.nextItem()) {
            vectors.add(EncodedVectors.take(backend, scanner, body));
        }
    }
}
