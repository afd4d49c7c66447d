package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a server what it speaks. */
final class DialectProbe {
    /** Lists of the largest hosted services stay below. */
    private static final int MAX_ANSWER = 4 * 1024 * 1024;

    private static final int MAX_GREETING = 1024;

    private final ProbeClient client;

    DialectProbe(ProbeClient client) {
        this.client = client;
    }

    /**
     * What a server was found to speak.
     *
     * @param open whether it lists its models to us, as we are
     * @param owner who offers its first model, in its own words; names the program behind it
     */
    record Finding(Dialect dialect, boolean open, Optional<String> owner) {}

    /**
     * Asks; takes three requests at most. A server that has both APIs counts as an Ollama only
     * where it says that it is one: in OpenAI's dialect its models keep their names.
     *
     * @return empty if it speaks neither dialect, or is this server or one of its kind
     * @throws FailureException if the server does not answer
     */
    Optional<Finding> ask(Cancellation cancellation) {
        Optional<Finding> ollama = askAsOllama(cancellation);
        if (ollama.isPresent() && callsItselfOllama(cancellation)) {
            return ollama;
        }
        return askAsOpenAi(cancellation).or(() -> ollama);
    }

    private boolean callsItselfOllama(Cancellation cancellation) {
        ProbeClient.Told answer = client.get("/", MAX_GREETING, cancellation);
        return new String(answer.body(), StandardCharsets.UTF_8).contains("Ollama is running");
    }

    private Optional<Finding> askAsOllama(Cancellation cancellation) {
        ProbeClient.Told answer = client.get("/api/version", MAX_ANSWER, cancellation);
        return isOurs(answer) || answer.status() != 200 || object(answer).text("version").isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(Dialect.OLLAMA, true, Optional.empty()));
    }

    private Optional<Finding> askAsOpenAi(Cancellation cancellation) {
        ProbeClient.Told answer = client.get("/v1/models", MAX_ANSWER, cancellation);
        if (isOurs(answer)) {
            return Optional.empty();
        }
        Json.Obj body = object(answer);
        return switch (answer.status()) {
            case 200 ->
                    body.get("data").map(data -> new Finding(Dialect.OPENAI, true, owner(data)));
            // It wants a key, or still loads; the form of its error tells what it speaks.
            case 401, 403, 503 ->
                    body.get("error")
                            .filter(Json.Obj.class::isInstance)
                            .map(error -> new Finding(Dialect.OPENAI, false, Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static boolean isOurs(ProbeClient.Told answer) {
        return answer.headers().keySet().stream().anyMatch(n -> n.startsWith("x-chasqui"));
    }

    /** The body if it is a JSON object, else an empty one. */
    private static Json.Obj object(ProbeClient.Told answer) {
        try {
            return JsonReader.read(answer.body()) instanceof Json.Obj object
                    ? object
                    : Json.Obj.EMPTY;
        } catch (FailureException e) {
            return Json.Obj.EMPTY;
        }
    }

    private static Optional<String> owner(Json data) {
        return data instanceof Json.Arr(var models)
                        && !models.isEmpty()
                        && models.getFirst() instanceof Json.Obj model
                ? model.text("owned_by")
                : Optional.empty();
    }
}
