package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;

/** The messages for members that are wrong: {@code field: value (expected: rule)}. */
public final class Invalid {
    /** How much of a wrong value a message quotes, in characters. */
    private static final int QUOTED = 40;

    private Invalid() {}

    /** A member whose value is wrong. */
    public static FailureException value(String field, Json value, String expected) {
        return value(field, value.toString(), expected);
    }

    /** A member of a body whose value is wrong. */
    public static FailureException value(
            String field, byte[] body, BodyScan.Range at, String expected) {
        // A cut within a character cannot show: no more than QUOTED characters are quoted.
        int length = Math.min(4 * (QUOTED + 1), at.to() - at.from());
        return value(field, new String(body, at.from(), length, StandardCharsets.UTF_8), expected);
    }

    /** A member that must be there and is not. */
    public static FailureException missing(String field, String expected) {
        return value(field, "missing", expected);
    }

    private static FailureException value(String field, String value, String expected) {
        String quoted = value.length() > QUOTED ? value.substring(0, QUOTED) + "…" : value;
        return new FailureException(
                new Failure.Invalid(
                        field, field + ": " + quoted + " (expected: " + expected + ")"));
    }
}
