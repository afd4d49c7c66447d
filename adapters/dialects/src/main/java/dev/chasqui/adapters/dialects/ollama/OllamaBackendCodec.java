package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.BackendEmbeddingCodec;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The backend side of Ollama's native API. Stateless, so safe for use by several threads. */
public final class OllamaBackendCodec implements BackendCodec {

    @Override
    public Outgoing encode(ChatRequest request) {
        if (request.source().orElse(null) instanceof OllamaSource source) {
            return OllamaRequestEdits.write(request, source)
                    .orElseGet(() -> OllamaRequestWriter.write(request));
        }
        return OllamaRequestWriter.write(request);
    }

    @Override
    public Optional<Outgoing> load(LoadRequest request) {
        return Optional.of(
                request.source().orElse(null) instanceof OllamaSource source
                        ? OllamaRequestEdits.load(request, source)
                        : OllamaRequestWriter.load(request));
    }

    @Override
    public StreamDecoder streamDecoder(String backend, ChatRequest request) {
        return new OllamaStreamDecoder(backend);
    }

    @Override
    public List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body) {
        OllamaReplyReader reader = new OllamaReplyReader(backend, Frame.Kind.WHOLE);
        List<ReplyEvent> events = reader.read(body);
        if (!reader.done()) {
            throw new FailureException(
                    new Failure.BackendFailed(backend, "its reply has no done:true"));
        }
        return events;
    }

    @Override
    public Optional<BackendEmbeddingCodec> embeddings() {
        return Optional.of(new OllamaEmbeddingBackend());
    }

    @Override
    public Failure decodeError(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        return ServerErrorReader.failure(backend, status, body, retryAfter);
    }

    @Override
    public String modelsPath() {
        return "/api/tags";
    }

    @Override
    public List<ModelInfo> decodeModels(String backend, byte[] body) {
        return OllamaModelList.read(backend, body);
    }
}
