package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

/** How failures look to Ollama's clients. */
final class OllamaFailures {
    private OllamaFailures() {}

    static int status(Failure failure) {
        return switch (failure) {
            case Failure.Invalid ignored -> 400;
            case Failure.Unauthenticated ignored -> 401;
            case Failure.Forbidden ignored -> 403;
            case Failure.UnknownModel ignored -> 404;
            case Failure.NotFound ignored -> 404;
            case Failure.TooLarge ignored -> 413;
            case Failure.UnknownCoding ignored -> 415;
            case Failure.Cancelled ignored -> 499;
            case Failure.AgentFailed ignored -> 500;
            case Failure.Internal ignored -> 500;
            case Failure.BackendUnreachable ignored -> 502;
            case Failure.BackendFailed ignored -> 502;
            case Failure.BackendBroke ignored -> 502;
            case Failure.Overloaded ignored -> 503;
            case Failure.BackendTimeout ignored -> 504;
            case Failure.DiskFull ignored -> 507;
            case Failure.Loop ignored -> 508;
            case Failure.BackendRefused refused -> refused.status();
        };
    }

    /** {@code {"error":"…"}}, without a line break. */
    static byte[] body(Failure failure) {
        return Json.Obj.EMPTY.with("error", Json.of(failure.message())).toBytes();
    }
}
