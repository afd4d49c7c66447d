package dev.chasqui.cli.callers;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.stream.Collectors;

/** The words for the server's JSON of users, keys and teams. */
final class CallerText {
    private CallerText() {}

    /** Returns a line for each member. */
    static List<String> lines(Json.Obj object) {
        return object.members().entrySet().stream()
                .map(member -> member.getKey() + ": " + words(member.getValue()))
                .toList();
    }

    /** Returns the words of a member; none if it is missing. */
    static String words(Json.Obj object, String member) {
        return object.get(member).map(CallerText::words).orElse("");
    }

    private static String words(Json value) {
        return switch (value) {
            case Json.Str(String text) -> text;
            case Json.Arr(List<Json> items) ->
                    items.stream().map(CallerText::words).collect(Collectors.joining(", "));
            case Json.Obj object ->
                    object.members().entrySet().stream()
                            .map(member -> member.getKey() + " " + words(member.getValue()))
                            .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** Returns the lines that show a key for the only time. */
    static List<String> ofNewKey(Json.Obj key) {
        return List.of(
                "The key of " + words(key, "user") + ", shown this once:",
                "",
                "  " + words(key, "key"),
                "",
                "Its id is "
                        + words(key, "id")
                        + key.text("expires").map(end -> "; it expires at " + end).orElse("")
                        + ".");
    }
}
