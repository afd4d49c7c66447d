package dev.chasqui.adapters.dialects.openai.embedding;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.BackendEmbeddingCodec;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.BodySource;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.json.Json;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The client side of {@code POST /v1/embeddings}. Stateless. */
public final class OpenAiEmbeddingBackend implements BackendEmbeddingCodec {
    private static final String PATH = "/v1/embeddings";

    /** The members of other dialects that this codec expresses, or that are the default here. */
    private static final Set<String> READ = Set.of("model", "input", "prompt", "dimensions");

    @Override
    public Outgoing encode(String backend, EmbeddingRequest request) {
        return source(request)
                .map(scan -> new Outgoing(PATH, named(request, scan), List.of()))
                .orElseGet(() -> written(request));
    }

    /** Returns the body of a client of this dialect; empty if the request came in another one. */
    private static Optional<BodyScan> source(EmbeddingRequest request) {
        return request.source()
                .filter(source -> source.dialect().equals(Dialect.OPENAI))
                .filter(BodySource.class::isInstance)
                .map(source -> ((BodySource) source).scan());
    }

    private static byte[] named(EmbeddingRequest request, BodyScan scan) {
        Splice splice = new Splice(scan);
        if (!scan.text("model").equals(Optional.of(request.model()))) {
            splice.set("model", Json.of(request.model()));
        }
        return splice.bytes();
    }

    private static Outgoing written(EmbeddingRequest request) {
        List<Json> inputs = request.inputs().stream().map(OpenAiEmbeddingBackend::input).toList();
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("model", Json.of(request.model()))
                        .with("input", new Json.Arr(inputs));
        if (request.dimensions().isPresent()) {
            body = body.with("dimensions", Json.of(request.dimensions().getAsInt()));
        }
        return new Outgoing(PATH, body.toBytes(), UnreadMembers.of(request, READ));
    }

    private static Json input(EmbeddingInput input) {
        return switch (input) {
            case EmbeddingInput.Text(String text) -> Json.of(text);
            case EmbeddingInput.Tokens(int[] ids) ->
                    new Json.Arr(Arrays.stream(ids).<Json>mapToObj(Json::of).toList());
        };
    }

    @Override
    public EmbeddingReply decode(String backend, EmbeddingRequest request, byte[] body) {
        return new OpenAiEmbeddingReader(backend, body)
                .read(request.inputs().size(), source(request).map(OpenAiEmbeddings::wantsBase64));
    }
}
