package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The form of errors in Anthropic's dialect. Stateless. */
final class AnthropicErrorStyle implements ErrorStyle {
    static final AnthropicErrorStyle INSTANCE = new AnthropicErrorStyle();

    /** The HTTP status of an overloaded server; clients wait and try again. */
    private static final int OVERLOADED = 529;

    /**
     * The beginning of the message if a prompt does not fit the context. Agents recognise these
     * words and shorten their conversation.
     */
    private static final String TOO_LONG = "prompt is too long: ";

    private AnthropicErrorStyle() {}

    @Override
    public int status(Failure failure) {
        return failure instanceof Failure.Overloaded
                ? OVERLOADED
                : ErrorStyle.super.status(failure);
    }

    @Override
    public byte[] body(Failure failure) {
        return envelope(failure).toBytes();
    }

    @Override
    public byte[] body(Failure failure, String requestId) {
        return envelope(failure, requestId).toBytes();
    }

    /** Returns the error object of a failure, with the id of its request. */
    Json.Obj envelope(Failure failure, String requestId) {
        return envelope(failure).with("request_id", Json.of(requestId));
    }

    private Json.Obj envelope(Failure failure) {
        Json.Obj error =
                Json.Obj.EMPTY
                        .with("type", Json.of(type(status(failure))))
                        .with("message", Json.of(message(failure)));
        return Json.Obj.EMPTY.with("type", Json.of("error")).with("error", error);
    }

    /** Returns the message; if a prompt does not fit, it begins with {@link #TOO_LONG}. */
    private static String message(Failure failure) {
        return switch (failure) {
            case Failure.ContextExceeded(int asked, int room) ->
                    TOO_LONG + asked + " tokens > " + room + " maximum";
            case Failure.BackendRefused refused
                    when refused.backendCode().equals(Optional.of("context_length_exceeded"))
                            && !refused.message().startsWith(TOO_LONG) ->
                    TOO_LONG + refused.message();
            default -> failure.message();
        };
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, OVERLOADED -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
