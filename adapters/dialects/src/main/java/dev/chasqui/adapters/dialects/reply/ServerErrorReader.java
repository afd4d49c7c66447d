package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A reader of the errors of servers of all dialects, as a whole answer or within a stream. It knows
 * OpenAI's envelope, vLLM's flat one, Ollama's plain text, Ollama's envelope around that of its
 * runner, and the forms of web frameworks and gateways. Stateless.
 */
public final class ServerErrorReader {
    /**
     * The number of characters that are kept of a message: some servers answer with a whole page.
     */
    private static final int LONGEST_MESSAGE = 1_000;

    /**
     * The messages of servers about a client's mistake that they report with a status for a fault
     * of their own: llama-server's first, then Ollama's. With such a status SDKs would send the
     * same request again.
     */
    private static final Pattern CLIENTS_MISTAKE =
            Pattern.compile(
                    "(image|audio) input is not supported"
                            + "|Failed to parse tool call arguments as JSON"
                            + "|Failed to parse messages: "
                            + "|context does not support logits computation"
                            + "|Infill is not supported by this model"
                            + "|This server does not support [\\w ]+\\. Start it with "
                            + "|The current model does not support "
                            + "|input .*is too large to process"
                            + "|option \".*\" must be of type"
                            + "|invalid format:"
                            + "|^template: :\\d+: ");

    /** The types of errors that contradict a status below 500. */
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

    /** The statuses of the refusals of a prompt that does not fit. */
    private static final Set<Integer> OVERFLOW = Set.of(400, 413, 422);

    private static final Pattern ANY_STATUS = Pattern.compile("[1-5]\\d\\d");

    /** The members each of which shows that an object is a reply, or a part of one. */
    private static final List<String> OF_REPLIES =
            List.of("choices", "usage", "timings", "response", "content");

    private ServerErrorReader() {}

    /**
     * An error in the backend's own words.
     *
     * @param message the message; empty if there is none
     * @param type the type, such as {@code invalid_request_error}
     * @param param the name of the wrong parameter
     * @param code the code, such as {@code context_length_exceeded}
     * @param overflow the failure that it reports if the prompt does not fit, with its numbers
     */
    public record ServerError(
            String message,
            Optional<String> type,
            Optional<String> param,
            Optional<String> code,
            Optional<Failure.ContextExceeded> overflow) {

        /** Returns an error with only a message. */
        public static ServerError of(String message) {
            return new ServerError(
                    message,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ContextOverflow.in(message));
        }

        /** Returns the message; empty if there is none. */
        public Optional<String> said() {
            return Optional.of(message).filter(text -> !text.isEmpty());
        }
    }

    /** Returns the failure that an answer with this status, 400 or more, reports. */
    public static Failure failure(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        ServerError error = read(body);
        if (status >= 500 && CLIENTS_MISTAKE.matcher(error.message()).find()) {
            // Another backend may be able to serve the request.
            return refused(backend, 400, error, retryAfter, true);
        }
        if (error.overflow().isPresent() && OVERFLOW.contains(status)) {
            return error.overflow().get();
        }
        if (status == 503 && retryAfter.isPresent()) {
            return refused(backend, status, error, retryAfter, true);
        }
        return switch (status) {
            case 400, 404, 413, 422, 429 -> refused(backend, status, error, retryAfter, false);
            case 401, 403 ->
                    new Failure.BackendFailed(
                            backend,
                            "it refused our key (status "
                                    + status
                                    + "); check 'apiKeyEnv' of that backend in the config");
            default ->
                    new Failure.BackendFailed(
                            backend, "it answered with status " + status, error.said());
        };
    }

    /**
     * Returns the failure of a refused request. The backend's type and code are kept, unless they
     * belong to another status.
     */
    private static Failure refused(
            String backend,
            int status,
            ServerError error,
            Optional<Duration> retryAfter,
            boolean onlyHere) {
        return new Failure.BackendRefused(
                backend,
                status,
                error.message().isEmpty() ? "status " + status : error.message(),
                error.type().filter(type -> !SERVERS_FAULTS.contains(type)),
                error.param(),
                error.code()
                        .filter(
                                code ->
                                        !ANY_STATUS.matcher(code).matches()
                                                || code.equals(Integer.toString(status))),
                retryAfter,
                onlyHere);
    }

    /**
     * Returns true if an object that a server sent is or holds an error, rather than being a reply.
     */
    public static boolean isError(Json.Obj sent) {
        return presentMember(sent, "error").isPresent() || errorIn(sent).isPresent();
    }

    /** Returns the error that a reply, or a part of one, is or holds; empty if there is none. */
    public static Optional<ServerError> errorIn(Json.Obj reply) {
        return switch (reply.members().get("error")) {
            case Json.Obj error -> Optional.of(serverError(error));
            case Json.Str(String text) when !text.isEmpty() -> Optional.of(ofText(text));
            case null, default -> {
                if (reply.text("object").filter("error"::equals).isPresent()) {
                    yield Optional.of(serverError(reply));
                }
                yield isReply(reply) ? Optional.empty() : withoutEnvelope(reply);
            }
        };
    }

    /** Returns the error of an event with the name {@code error}, whose data may have any form. */
    public static ServerError ofEvent(SseReader.Event event) {
        return read(event.data());
    }

    private static boolean isReply(Json.Obj sent) {
        return OF_REPLIES.stream().anyMatch(name -> presentMember(sent, name).isPresent())
                || sent.text("object").filter(name -> name.contains("completion")).isPresent();
    }

    private static ServerError read(byte[] body) {
        return parsed(body)
                .flatMap(answer -> errorIn(answer).or(() -> withoutEnvelope(answer)))
                .orElseGet(() -> ServerError.of(bounded(new String(body, StandardCharsets.UTF_8))));
    }

    /**
     * Returns an error without an envelope. FastAPI reports a body that does not fit its model in
     * this form.
     */
    private static Optional<ServerError> withoutEnvelope(Json.Obj answer) {
        return presentMember(answer, "detail")
                .map(ServerErrorReader::messageOf)
                .or(() -> answer.text("message").filter(text -> !text.isEmpty()))
                .or(() -> presentMember(answer, "errors").map(ServerErrorReader::first))
                .or(() -> presentMember(answer, "code").map(code -> "code " + messageOf(code)))
                .map(text -> ServerError.of(bounded(text)));
    }

    private static String first(Json errors) {
        return errors instanceof Json.Arr(List<Json> each)
                ? messageOf(each.getFirst())
                : messageOf(errors);
    }

    private static String messageOf(Json error) {
        return switch (error) {
            case Json.Str(String text) -> text;
            case Json.Obj object -> object.text("message").orElseGet(object::toString);
            default -> error.toString();
        };
    }

    /** Returns a member that is neither missing, null nor an empty array. */
    private static Optional<Json> presentMember(Json.Obj object, String name) {
        return object.get(name)
                .filter(value -> value != Json.Null.NULL && !value.equals(Json.Arr.EMPTY));
    }

    private static ServerError serverError(Json.Obj error) {
        String message = error.text("message").orElse("");
        Optional<ServerError> within = runner(message);
        if (within.isPresent()) {
            return within.get();
        }
        Optional<String> type = error.text("type");
        return new ServerError(
                bounded(message.isEmpty() ? error.toString() : message),
                type,
                error.text("param").filter(param -> !param.equals("None")),
                type.filter("exceed_context_size_error"::equals)
                        .map(overflow -> "context_length_exceeded")
                        .or(() -> code(error)),
                ContextOverflow.in(error).or(() -> ContextOverflow.in(bounded(message))));
    }

    private static ServerError ofText(String text) {
        return runner(text).orElseGet(() -> ServerError.of(bounded(text)));
    }

    /**
     * Returns the error of Ollama's runner, whose whole answer Ollama puts into the text of its
     * own.
     */
    private static Optional<ServerError> runner(String text) {
        return text.startsWith("{")
                ? parsed(text.getBytes(StandardCharsets.UTF_8)).flatMap(ServerErrorReader::errorIn)
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
            return switch (JsonReader.read(text)) {
                case Json.Obj object -> Optional.of(object);
                // Google puts its error into a list.
                case Json.Arr(List<Json> items)
                        when !items.isEmpty() && items.getFirst() instanceof Json.Obj first ->
                        Optional.of(first);
                default -> Optional.empty();
            };
        } catch (FailureException e) {
            // The text is not JSON: it is the message itself.
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
