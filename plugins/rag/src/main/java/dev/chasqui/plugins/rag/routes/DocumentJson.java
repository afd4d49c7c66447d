package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.plugins.rag.intake.DocumentFacts;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.store.Submission;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads documents, and the facts about them, from JSON. */
final class DocumentJson {
    private DocumentJson() {}

    /**
     * Returns the document of an object {@code {"name","text","title","metadata","modified"}}.
     *
     * @throws FailureException with {@code Invalid} if a member is missing or wrong, with {@code
     *     TooLarge} if the text is too long
     */
    static Submission submission(Json.Obj document) {
        String name = required(document, "name");
        String text = required(document, "text");
        DocumentIntake.check(name, text.length());
        return facts(document).on(Submission.ofText(name, text));
    }

    /**
     * Returns the facts {@code "title"}, {@code "metadata"} and {@code "modified"} of an object.
     */
    static DocumentFacts facts(Json.Obj object) {
        return new DocumentFacts(
                object.get("title").map(title -> text(title, "title")),
                object.get("metadata").map(DocumentJson::texts).orElse(Map.of()),
                object.get("modified").map(time -> time(text(time, "modified"))));
    }

    /** Returns the metadata of a JSON text, as a form carries it. */
    static Map<String, String> metadata(String json) {
        try {
            return texts(JsonReader.read(json.getBytes(StandardCharsets.UTF_8)));
        } catch (FailureException e) {
            throw wrongMetadata();
        }
    }

    /** Returns a time in ISO 8601. */
    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid("modified", "'" + text + "' (expected: a time as 2025-01-31T12:00:00Z)");
        }
    }

    private static Map<String, String> texts(Json json) {
        if (!(json instanceof Json.Obj object)) {
            throw wrongMetadata();
        }
        Map<String, String> metadata = new TreeMap<>();
        object.members()
                .forEach(
                        (key, value) -> {
                            switch (value) {
                                case Json.Str(String text) -> metadata.put(key, text);
                                case Json.Num _, Json.Bool _ -> metadata.put(key, value.toString());
                                case Json.Obj _, Json.Arr _, Json.Null _ -> throw wrongMetadata();
                            }
                        });
        return metadata;
    }

    private static String text(Json value, String member) {
        return Optional.of(value)
                .filter(Json.Str.class::isInstance)
                .map(text -> ((Json.Str) text).value())
                .orElseThrow(() -> invalid(member, "is no string (expected: \"…\")"));
    }

    private static String required(Json.Obj body, String member) {
        return body.text(member)
                .orElseThrow(
                        () ->
                                invalid(
                                        member,
                                        "is missing or no string (expected: {\"name\":"
                                                + " \"...\", \"text\": \"...\"}, or a form"
                                                + " with files)"));
    }

    private static FailureException wrongMetadata() {
        return invalid("metadata", "is no object of texts (expected: {\"author\": \"...\", ...})");
    }

    private static FailureException invalid(String member, String why) {
        return new FailureException(new Failure.Invalid(member, member + ": " + why));
    }
}
