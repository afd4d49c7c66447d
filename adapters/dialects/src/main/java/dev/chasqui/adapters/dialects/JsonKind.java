package dev.chasqui.adapters.dialects;

import tools.jackson.core.JsonToken;

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
