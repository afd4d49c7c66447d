package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what OpenAI-compatible servers answer when something is wrong. There are OpenAI's envelope,
 * vLLM's flat one, Ollama's plain text, and Ollama's envelope around its runner's.
 */
final class OpenAiErrorReader {
    /** Messages are cut there, in characters: some servers answer with a whole page. */
    private static final int LONGEST_MESSAGE = 1_000;

    /**
     * What a server says of a client's mistake though its status calls it a fault of its own; words
     * of llama-server first, then of Ollama. SDKs would send the same again.
     */
    private static final Pattern CLIENTS_MISTAKE =
            Pattern.compile(
                    "(image|audio) input is not supported"
                            + "|Failed to parse tool call arguments as JSON"
                            + "|Failed to parse messages: "
                            + "|context does not support logits computation"
                            + "|Infill is not supported by this model"
                            + "|option \".*\" must be of type"
                            + "|invalid format:"
                            + "|^template: :\\d+: ");

    /** Kinds of errors that do not go with a status below 500. */
    private static final Set<String> SERVERS_FAULTS =
            Set.of(
                    "server_error",
                    "api_error",
                    "internal_error",
                    "internal_server_error",
                    "InternalServerError",
                    "not_supported_error",
                    "unavailable_error",
                    "overloaded_error");

    private static final Pattern ANY_STATUS = Pattern.compile("[1-5]\\d\\d");

    private OpenAiErrorReader() {}

    /** An error in the backend's own words. */
    record Words(
            String message, Optional<String> type, Optional<String> param, Optional<String> code) {

        static Words of(String message) {
            return new Words(message, Optional.empty(), Optional.empty(), Optional.empty());
        }

        Optional<String> said() {
            return Optional.of(message).filter(words -> !words.isEmpty());
        }
    }

    /** What an answer with this status means. */
    static Failure failure(String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        Words words = read(body);
        if (status >= 500 && CLIENTS_MISTAKE.matcher(words.message()).find()) {
            // Another backend may be able to.
            return refused(backend, 400, words, retryAfter, true);
        }
        return switch (status) {
            case 400, 404, 413, 422, 429 -> refused(backend, status, words, retryAfter, false);
            case 401, 403 ->
                    new Failure.BackendFailed(
                            backend,
                            "it refused our key (status "
                                    + status
                                    + "); check 'apiKeyEnv' of that backend in the config");
            default ->
                    new Failure.BackendFailed(
                            backend, "it answered with status " + status, words.said());
        };
    }

    /** The backend's kind and code stay, but where they tell of another status. */
    private static Failure refused(
            String backend,
            int status,
            Words words,
            Optional<Duration> retryAfter,
            boolean onlyHere) {
        return new Failure.BackendRefused(
                backend,
                status,
                words.message().isEmpty() ? "status " + status : words.message(),
                words.type().filter(type -> !SERVERS_FAULTS.contains(type)),
                words.param(),
                words.code()
                        .filter(
                                code ->
                                        !ANY_STATUS.matcher(code).matches()
                                                || code.equals(Integer.toString(status))),
                retryAfter,
                onlyHere);
    }

    /** The error that a reply holds; empty if it holds none. */
    static Optional<Words> errorIn(Json.Obj reply) {
        return switch (reply.members().get("error")) {
            case Json.Obj error -> Optional.of(words(error));
            case Json.Str(String text) when !text.isEmpty() -> Optional.of(ofText(text));
            case null, default ->
                    reply.text("object").filter("error"::equals).map(object -> words(reply));
        };
    }

    private static Words read(byte[] body) {
        return parsed(body)
                .flatMap(
                        answer ->
                                errorIn(answer)
                                        .or(() -> detail(answer))
                                        .or(() -> answer.text("message").map(Words::of)))
                .orElseGet(() -> Words.of(bounded(new String(body, StandardCharsets.UTF_8))));
    }

    /** What FastAPI says of a body that does not fit its model. */
    private static Optional<Words> detail(Json.Obj answer) {
        return answer.get("detail")
                .map(
                        detail ->
                                Words.of(
                                        bounded(
                                                detail instanceof Json.Str(String text)
                                                        ? text
                                                        : detail.toString())));
    }

    private static Words words(Json.Obj error) {
        String message = error.text("message").orElse("");
        Optional<Words> within = runner(message);
        if (within.isPresent()) {
            return within.get();
        }
        Optional<String> type = error.text("type");
        return new Words(
                bounded(message.isEmpty() ? error.toString() : message),
                type,
                error.text("param").filter(param -> !param.equals("None")),
                type.filter("exceed_context_size_error"::equals)
                        .map(overflow -> "context_length_exceeded")
                        .or(() -> code(error)));
    }

    private static Words ofText(String text) {
        return runner(text).orElseGet(() -> Words.of(bounded(text)));
    }

    /** Ollama puts the whole answer of its runner into the text of its own. */
    private static Optional<Words> runner(String text) {
        return text.startsWith("{")
                ? parsed(text.getBytes(StandardCharsets.UTF_8)).flatMap(OpenAiErrorReader::errorIn)
                : Optional.empty();
    }

    private static Optional<String> code(Json.Obj error) {
        return error.get("code")
                .flatMap(
                        code ->
                                switch (code) {
                                    case Json.Str(String text) -> Optional.of(text);
                                    case Json.Num number -> Optional.of(number.literal());
                                    default -> Optional.empty();
                                });
    }

    private static Optional<Json.Obj> parsed(byte[] text) {
        try {
            return JsonReader.read(text) instanceof Json.Obj object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (FailureException e) {
            // No JSON: then the text itself says what there is to say.
            return Optional.empty();
        }
    }

    private static String bounded(String text) {
        String stripped = text.strip();
        return stripped.length() > LONGEST_MESSAGE
                ? stripped.substring(0, LONGEST_MESSAGE) + "…"
                : stripped;
    }
}
