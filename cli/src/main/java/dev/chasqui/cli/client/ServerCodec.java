package dev.chasqui.cli.client;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The codec for chats with the running server. It differs from that for any backend in one thing:
 * the key and the rights are the user's own, so a refusal is told in the server's words.
 */
final class ServerCodec implements BackendCodec {
    private final BackendCodec codec = new OpenAiBackendCodec();
    private final boolean keySent;

    /**
     * @param keySent true if the requests carry a key
     */
    ServerCodec(boolean keySent) {
        this.keySent = keySent;
    }

    @Override
    public Outgoing encode(ChatRequest request) {
        return codec.encode(request);
    }

    @Override
    public StreamDecoder streamDecoder(String backend, ChatRequest request) {
        return codec.streamDecoder(backend, request);
    }

    @Override
    public List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body) {
        return codec.decodeWhole(backend, request, body);
    }

    @Override
    public Failure decodeError(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        Optional<String> told =
                switch (status) {
                    case 401 -> Optional.of(ServerClient.keyRefused(backend, keySent));
                    case 403 -> ServerClient.message(body);
                    default -> Optional.empty();
                };
        return told.<Failure>map(Failure.Forbidden::new)
                .orElseGet(() -> codec.decodeError(backend, status, body, retryAfter));
    }

    @Override
    public String modelsPath() {
        return codec.modelsPath();
    }

    @Override
    public List<ModelInfo> decodeModels(String backend, byte[] body) {
        return codec.decodeModels(backend, body);
    }
}
