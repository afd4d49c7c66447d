package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.BackendEmbeddingCodec;
import dev.chasqui.adapters.dialects.openai.embedding.OpenAiEmbeddingBackend;
import dev.chasqui.adapters.dialects.openai.models.OpenAiModels;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.BodySource;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The backend side of {@code POST /v1/chat/completions}: for OpenAI, llama.cpp, vLLM, LM Studio,
 * LiteLLM and Ollama's own {@code /v1}. A request of the form {@code RAW} is encoded for
 * llama.cpp's server, which alone takes it. Safe for use by several threads.
 */
public final class OpenAiBackendCodec implements BackendCodec {
    /** The path of chats on the server. */
    public static final String PATH = "/v1/chat/completions";

    /** The members that the server takes; empty if it ignores the ones that it does not know. */
    private final Optional<ServiceMembers> members;

    /** Creates the codec for servers that ignore unknown members. */
    public OpenAiBackendCodec() {
        this(Optional.empty());
    }

    /**
     * @param members the members that the server takes; empty if it ignores the ones that it does
     *     not know
     */
    public OpenAiBackendCodec(Optional<ServiceMembers> members) {
        this.members = members;
    }

    @Override
    public Outgoing encode(ChatRequest request) {
        if (request.form() == ChatRequest.Form.RAW) {
            return LlamaCompletionWriter.write(request);
        }
        if (request.source().orElse(null) instanceof BodySource(BodyScan scan, Dialect dialect)
                && dialect.equals(Dialect.OPENAI)) {
            return OpenAiRequestEditor.edited(request, scan, members);
        }
        return OpenAiRequestWriter.write(request, members);
    }

    @Override
    public StreamDecoder streamDecoder(String backend, ChatRequest request) {
        return request.form() == ChatRequest.Form.RAW
                ? new LlamaCompletionDecoder(backend)
                : new OpenAiStreamDecoder(backend);
    }

    @Override
    public List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body) {
        return request.form() == ChatRequest.Form.RAW
                ? new LlamaCompletionReader(backend).whole(body)
                : OpenAiReplyReader.whole(backend, body);
    }

    @Override
    public Optional<BackendEmbeddingCodec> embeddings() {
        return Optional.of(new OpenAiEmbeddingBackend());
    }

    @Override
    public Failure decodeError(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        return ServerErrorReader.failure(backend, status, body, retryAfter);
    }

    @Override
    public String modelsPath() {
        return "/v1/models";
    }

    @Override
    public List<ModelInfo> decodeModels(String backend, byte[] body) {
        return OpenAiModels.read(backend, body);
    }
}
