package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.BudgetExceeded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.NoBackend;
import dev.chasqui.domain.failure.StateUnusable;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;

/** The form of errors for OpenAI's clients. */
public final class OpenAiErrorStyle implements ErrorStyle {
    /** The form of errors of operations on messages, and of all without a conversation. */
    public static final OpenAiErrorStyle INSTANCE = new OpenAiErrorStyle("messages");

    private final String conversation;

    /**
     * Creates the form for one of OpenAI's operations.
     *
     * @param conversation the member of its requests that holds the conversation
     */
    public OpenAiErrorStyle(String conversation) {
        this.conversation = conversation;
    }

    @Override
    public byte[] body(Failure failure) {
        return envelope(failure).toBytes();
    }

    /** Returns the envelope, always with all of its members. */
    public Json.Obj envelope(Failure failure) {
        Optional<String> type = Optional.empty();
        Optional<String> param = Optional.empty();
        Optional<String> code = Optional.of(failure.code());
        if (failure instanceof Failure.BackendRefused refused) {
            type = refused.type();
            param = refused.param();
            code = refused.backendCode();
        } else if (failure instanceof Failure.Invalid invalid) {
            param = invalid.field();
        } else if (failure instanceof StateUnusable state) {
            param = state.field();
        } else if (failure instanceof Failure.UnknownModel) {
            param = Optional.of("model");
        } else if (failure instanceof Failure.ContextExceeded) {
            param = Optional.of(conversation);
        } else if (failure instanceof BudgetExceeded) {
            // OpenAI's clients know this code and do not try again.
            type = Optional.of("insufficient_quota");
            code = type;
        }
        Json.Obj error =
                Json.Obj.EMPTY
                        .with("message", Json.of(failure.message()))
                        .with("type", Json.of(type.orElseGet(() -> type(status(failure)))))
                        .with("param", orNull(param))
                        .with("code", orNull(code));
        return Json.Obj.EMPTY.with(
                "error",
                failure instanceof NoBackend none
                        ? error.with("dropped", dropped(none.listed()))
                        : error);
    }

    private static Json dropped(List<NoBackend.Dropped> dropped) {
        return new Json.Arr(
                dropped.stream()
                        .<Json>map(
                                one ->
                                        Json.Obj.EMPTY
                                                .with("backend", Json.of(one.backend()))
                                                .with("reason", Json.of(one.reason())))
                        .toList());
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static Json orNull(Optional<String> text) {
        return text.map(Json::of).orElse(Json.Null.NULL);
    }
}
