package dev.chasqui.adapters.dialects;

import tools.jackson.core.JsonToken;

import java.util.List;
import java.util.stream.Collectors;

/** The kinds of JSON values that a member may be required to have. */
enum JsonKind {
    STRING("a string"),
    NUMBER("a number"),
    FLAG("true or false"),
    OBJECT("an object"),
    ARRAY("an array");

    private final String words;

    JsonKind(String words) {
        this.words = words;
    }

    /** How a message names it. */
    String words() {
        return words;
    }

    /** How a message names a choice of kinds. */
    static String words(List<JsonKind> kinds) {
        return kinds.stream().map(JsonKind::words).collect(Collectors.joining(" or "));
    }

    /** Whether a value that begins with this token is of one of these kinds. */
    static boolean anyBegins(List<JsonKind> kinds, JsonToken token) {
        return kinds.stream().anyMatch(kind -> kind.begins(token));
    }

    /** Whether a value that begins with this token is of this kind. */
    boolean begins(JsonToken token) {
        return switch (this) {
            case STRING -> token == JsonToken.VALUE_STRING;
            case NUMBER -> token.isNumeric();
            case FLAG -> token.isBoolean();
            case OBJECT -> token == JsonToken.START_OBJECT;
            case ARRAY -> token == JsonToken.START_ARRAY;
        };
    }
}
