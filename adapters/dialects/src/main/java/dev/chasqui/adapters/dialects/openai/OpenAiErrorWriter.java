package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** OpenAI's status and envelope for every failure. */
final class OpenAiErrorWriter {
    private OpenAiErrorWriter() {}

    /** The HTTP status. */
    static int status(Failure failure) {
        return switch (failure) {
            case Failure.Invalid ignored -> 400;
            case Failure.TooLarge ignored -> 413;
            case Failure.UnknownCoding ignored -> 415;
            case Failure.Unauthenticated ignored -> 401;
            case Failure.Forbidden ignored -> 403;
            case Failure.UnknownModel ignored -> 404;
            case Failure.NotFound ignored -> 404;
            case Failure.DiskFull ignored -> 507;
            case Failure.Loop ignored -> 508;
            case Failure.Overloaded ignored -> 503;
            case Failure.BackendRefused refused -> refused.status();
            case Failure.BackendUnreachable ignored -> 502;
            case Failure.BackendFailed ignored -> 502;
            case Failure.BackendBroke ignored -> 502;
            case Failure.BackendTimeout ignored -> 504;
            case Failure.AgentFailed ignored -> 500;
            case Failure.Cancelled ignored -> 499;
            case Failure.Internal ignored -> 500;
        };
    }

    /** The envelope, always with all of its members. */
    static Json.Obj body(Failure failure) {
        Optional<String> type = Optional.empty();
        Optional<String> param = Optional.empty();
        Optional<String> code = Optional.of(failure.code());
        if (failure instanceof Failure.BackendRefused refused) {
            type = refused.type();
            param = refused.param();
            code = refused.backendCode();
        } else if (failure instanceof Failure.Invalid invalid) {
            param = invalid.field();
        } else if (failure instanceof Failure.UnknownModel) {
            param = Optional.of("model");
        }
        Json.Obj error =
                Json.Obj.EMPTY
                        .with("message", Json.of(failure.message()))
                        .with("type", Json.of(type.orElseGet(() -> type(status(failure)))))
                        .with("param", orNull(param))
                        .with("code", orNull(code));
        return Json.Obj.EMPTY.with("error", error);
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
