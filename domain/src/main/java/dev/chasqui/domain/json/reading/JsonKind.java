package dev.chasqui.domain.json.reading;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of JSON values, as messages name them. */
public enum JsonKind {
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
    public String words() {
        return words;
    }

    /** How a message names a choice of kinds. */
    public static String words(JsonKind... kinds) {
        return Arrays.stream(kinds).map(kind -> kind.words).collect(Collectors.joining(" or "));
    }

    /** Whether it is one of these. */
    public boolean isOneOf(JsonKind... kinds) {
        for (JsonKind kind : kinds) {
            if (kind == this) {
                return true;
            }
        }
        return false;
    }
}
