package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The client's side of a wire format: writes requests to backends and reads replies. Stateless. */
public interface BackendCodec {

    /**
     * A request as it goes out.
     *
     * @param path below the backend's base address, such as {@code /v1/chat/completions}
     * @param dropped members that have no meaning in this dialect
     */
    record Outgoing(String path, byte[] body, List<String> dropped) {
        public Outgoing {
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * Writes a request. One that came in the same dialect goes out byte for byte but for its
     * {@linkplain ChatRequest#edited() edits}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it cannot be said
     *     in this dialect
     */
    Outgoing encode(ChatRequest request);

    /** A request to load a model or to unload it; empty where the dialect has none. */
    default Optional<Outgoing> load(LoadRequest request) {
        return Optional.empty();
    }

    /** A decoder for one streamed reply of the backend of this name. */
    StreamDecoder streamDecoder(String backend, ChatRequest request);

    /**
     * The events of a whole reply.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if it is none
     */
    List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body);

    /** What an answer with this status, 400 or more, means. */
    Failure decodeError(String backend, int status, byte[] body, Optional<Duration> retryAfter);

    /** Where the models are listed: {@code /v1/models} or {@code /api/tags}. */
    String modelsPath();

    /**
     * Reads a list of models.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if it is none
     */
    List<ModelInfo> decodeModels(String backend, byte[] body);
}
