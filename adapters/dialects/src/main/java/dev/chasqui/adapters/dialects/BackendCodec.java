package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backend side of a wire format: writes requests to backends and reads their replies.
 * Stateless, so safe for use by several threads.
 */
public interface BackendCodec {

    /**
     * An encoded request.
     *
     * @param path the path below the backend's base address, such as {@code /v1/chat/completions}
     * @param body the bytes of the body; not a copy
     * @param dropped the names of the members that have no meaning in this dialect
     * @param headers the headers that belong to the meaning of the request; they replace the
     *     server's usual headers of these names
     */
    record Outgoing(String path, byte[] body, List<String> dropped, Map<String, String> headers) {
        /** Copies the list and the map. */
        public Outgoing {
            dropped = List.copyOf(dropped);
            headers = Map.copyOf(headers);
        }

        /** Creates a request without headers of its own. */
        public Outgoing(String path, byte[] body, List<String> dropped) {
            this(path, body, dropped, Map.of());
        }
    }

    /**
     * Encodes a request. A request that came in the same dialect goes out byte for byte, except for
     * its {@linkplain ChatRequest#edited() edits}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if this dialect
     *     cannot express the request
     */
    Outgoing encode(ChatRequest request);

    /** Encodes a request to load or unload a model; empty if the dialect has none. */
    default Optional<Outgoing> load(LoadRequest request) {
        return Optional.empty();
    }

    /** Returns a decoder for one streamed reply of the backend of this name. */
    StreamDecoder streamDecoder(String backend, ChatRequest request);

    /**
     * Decodes a whole reply into its events.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if the body is
     *     not a reply of this dialect
     */
    List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body);

    /** Returns the codec for embeddings; empty if the dialect has none. */
    default Optional<BackendEmbeddingCodec> embeddings() {
        return Optional.empty();
    }

    /** Decodes an answer whose status is 400 or more into a failure. */
    Failure decodeError(String backend, int status, byte[] body, Optional<Duration> retryAfter);

    /** Returns the path of the list of models, {@code /v1/models} or {@code /api/tags}. */
    String modelsPath();

    /**
     * Decodes a list of models.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if the body is
     *     not such a list
     */
    List<ModelInfo> decodeModels(String backend, byte[] body);
}
