package dev.chasqui.domain.json.reading;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A kind of JSON value, with its name in messages. */
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

    /** Returns the name of this kind in a message. */
    public String words() {
        return words;
    }

    /** Returns the name of a choice of kinds in a message. */
    public static String words(JsonKind... kinds) {
        return Arrays.stream(kinds).map(kind -> kind.words).collect(Collectors.joining(" or "));
    }

    /** Returns true if this is one of these kinds. */
    public boolean isOneOf(JsonKind... kinds) {
        for (JsonKind kind : kinds) {
            if (kind == this) {
                return true;
            }
        }
        return false;
    }
}
