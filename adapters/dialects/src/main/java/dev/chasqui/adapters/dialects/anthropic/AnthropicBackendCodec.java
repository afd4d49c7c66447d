package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The client side of {@code POST /v1/messages}. Safe for use by several threads. */
public final class AnthropicBackendCodec implements BackendCodec {
    static final String PATH = "/v1/messages";

    /** The HTTP status of an overloaded server in this dialect. */
    private static final int OVERLOADED = 529;

    /** The status of the same meaning that other dialects know. */
    private static final int UNAVAILABLE = 503;

    /** The wait before the next try if the server names none. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    @Override
    public Outgoing encode(ChatRequest request) {
        return request.source().orElse(null) instanceof AnthropicSource source
                ? AnthropicRequestEditor.edited(request, source)
                : AnthropicRequestWriter.write(request);
    }

    @Override
    public StreamDecoder streamDecoder(String backend, ChatRequest request) {
        return new AnthropicStreamDecoder(backend);
    }

    @Override
    public List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body) {
        return AnthropicReplyReader.whole(backend, body);
    }

    @Override
    public Failure decodeError(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        if (status != OVERLOADED) {
            return ServerErrorReader.failure(backend, status, body, retryAfter);
        }
        // With a time it is the wish of this one backend to wait, which the usual status says.
        return retryAfter.isPresent()
                ? ServerErrorReader.failure(backend, UNAVAILABLE, body, retryAfter)
                : overloaded(backend);
    }

    /** Returns the failure of an overloaded backend that says no time to wait. */
    static Failure overloaded(String backend) {
        return new Failure.Overloaded(
                "backend '" + backend + "' is overloaded", DEFAULT_RETRY_AFTER);
    }

    @Override
    public String modelsPath() {
        return "/v1/models?limit=1000";
    }

    @Override
    public List<ModelInfo> decodeModels(String backend, byte[] body) {
        Json.Obj list;
        try {
            list = AnthropicReplyReader.object(backend, body, 0, body.length);
        } catch (FailureException e) {
            throw noList(backend, e.failure().message());
        }
        if (!(list.get("data").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> entries))) {
            throw noList(backend, "expected an object with 'data'");
        }
        return entries.stream()
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .filter(entry -> entry.text("id").isPresent())
                .map(AnthropicBackendCodec::model)
                .toList();
    }

    private static ModelInfo model(Json.Obj entry) {
        return new ModelInfo(
                entry.text("id").orElseThrow(),
                entry.text("created_at").flatMap(AnthropicBackendCodec::instant),
                0,
                Optional.empty(),
                Optional.of("anthropic"),
                Json.Obj.EMPTY,
                entry);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            // The date is only displayed, so a malformed date counts as missing.
            return Optional.empty();
        }
    }

    private static FailureException noList(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "it sent no list of models: " + why));
    }
}
