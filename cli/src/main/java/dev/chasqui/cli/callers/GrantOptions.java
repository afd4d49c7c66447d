package dev.chasqui.cli.callers;

import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options for the bounds on what a user or a key may ask for. */
final class GrantOptions {
    @Option(
            names = "--models",
            paramLabel = "PATTERN",
            split = ",",
            description = "The models that may be asked for, such as 'gpt-*,llama3'.")
    private List<String> models = List.of();

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description =
                    "The kinds of requests: chat, completion, embedding, rerank, transcription,"
                            + " speech, image, moderation.")
    private List<String> kinds = List.of();

    @Option(
            names = "--agent",
            paramLabel = "RIGHT",
            description =
                    "A command that may be used, perhaps with bounds, such as 'rag(k<=10)'. May be"
                            + " repeated.")
    private List<String> agents = List.of();

    @Option(
            names = "--collections",
            paramLabel = "PATTERN",
            split = ",",
            description = "The collections of documents that may be used.")
    private List<String> collections = List.of();

    @Option(
            names = "--zones",
            paramLabel = "ZONE",
            split = ",",
            description = "The zones of the backends that may be asked: restricted, open.")
    private List<String> zones = List.of();

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "The place in the queues of pools; a higher one comes first.")
    private Optional<Integer> priority = Optional.empty();

    /** Adds the members of the options that were given to the body of a request. */
    void addTo(Map<String, Json> body) {
        add(body, "models", models);
        add(body, "kinds", kinds);
        add(body, "agents", agents);
        add(body, "collections", collections);
        add(body, "zones", zones);
        priority.ifPresent(place -> body.put("priority", Json.of(place)));
    }

    /** Adds a list, unless it is empty. */
    static void add(Map<String, Json> body, String member, List<String> texts) {
        if (!texts.isEmpty()) {
            body.put(member, new Json.Arr(texts.stream().<Json>map(Json::of).toList()));
        }
    }
}
