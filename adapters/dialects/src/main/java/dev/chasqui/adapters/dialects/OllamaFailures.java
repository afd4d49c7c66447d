package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How failures look to Ollama's clients, and what an Ollama's errors mean to us. */
final class OllamaFailures {
    /** For what is the caller's fault an Ollama mostly says 400, but for these it says 500. */
    private static final Pattern CALLERS_FAULT =
            Pattern.compile(
                    "option \".*\" must be of type .*|invalid format: .*|image input is not.*");

    private OllamaFailures() {}

    static int status(Failure failure) {
        return switch (failure) {
            case Failure.Invalid ignored -> 400;
            case Failure.Unauthenticated ignored -> 401;
            case Failure.Forbidden ignored -> 403;
            case Failure.UnknownModel ignored -> 404;
            case Failure.TooLarge ignored -> 413;
            case Failure.Cancelled ignored -> 499;
            case Failure.AgentFailed ignored -> 500;
            case Failure.Internal ignored -> 500;
            case Failure.BackendUnreachable ignored -> 502;
            case Failure.BackendFailed ignored -> 502;
            case Failure.BackendBroke ignored -> 502;
            case Failure.Overloaded ignored -> 503;
            case Failure.BackendTimeout ignored -> 504;
            case Failure.Loop ignored -> 508;
            case Failure.BackendRefused refused -> refused.status();
        };
    }

    /** {@code {"error":"…"}}, without a line break. */
    static byte[] body(Failure failure) {
        return Json.Obj.EMPTY
                .with("error", Json.of(failure.message()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What a backend's answer with this status, 400 or more, means. */
    static Failure ofAnswer(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        OllamaError error = OllamaError.ofBody(body);
        return switch (status) {
            case 400, 404, 413, 422, 429 -> refused(backend, status, error, retryAfter);
            case 401, 403 ->
                    new Failure.BackendFailed(
                            backend,
                            "it answered "
                                    + status
                                    + " ("
                                    + error.message()
                                    + "); check the key that 'apiKeyEnv' of this backend names");
            default ->
                    status == 500 && CALLERS_FAULT.matcher(error.message()).matches()
                            ? refused(backend, 400, error, retryAfter)
                            : new Failure.BackendFailed(
                                    backend,
                                    "it answered " + status + " (" + error.message() + ")");
        };
    }

    private static Failure refused(
            String backend, int status, OllamaError error, Optional<Duration> retryAfter) {
        return new Failure.BackendRefused(
                backend,
                status,
                error.message(),
                error.type(),
                Optional.empty(),
                Optional.empty(),
                retryAfter);
    }
}
