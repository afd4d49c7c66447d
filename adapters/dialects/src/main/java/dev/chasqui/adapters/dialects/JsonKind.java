package dev.chasqui.adapters.dialects;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of JSON values, as messages name them. */
enum JsonKind {
    STRING("a string"),
    NUMBER("a number"),
    FLAG("true or false"),
    OBJECT("an object"),
    ARRAY("an array"),
    NULL("null");

    private final String words;

    JsonKind(String words) {
        this.words = words;
    }

    /** How a message names it. */
    String words() {
        return words;
    }

    /** How a message names a choice of kinds. */
    static String words(JsonKind... kinds) {
        return Arrays.stream(kinds).map(kind -> kind.words).collect(Collectors.joining(" or "));
    }

    /** Whether it is one of these. */
    boolean isOneOf(JsonKind... kinds) {
        for (JsonKind kind : kinds) {
            if (kind == this) {
                return true;
            }
        }
        return false;
    }
}
