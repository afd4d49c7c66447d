package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;

/**
 * The failures for wrong members of a request; their messages have the form {@code field: value
 * (expected: rule)}.
 */
public final class Invalid {
    /** The number of characters that a message quotes of a wrong value. */
    private static final int QUOTED = 40;

    private Invalid() {}

    /** Returns the failure for a member with a wrong value. */
    public static FailureException value(String field, Json value, String expected) {
        return value(field, value.toString(), expected);
    }

    /** Returns the failure for a member of a body with a wrong value. */
    public static FailureException value(
            String field, byte[] body, BodyScan.Range at, String expected) {
        // A character that is cut at the end of these bytes is never shown: at most QUOTED
        // characters are.
        int length = Math.min(4 * (QUOTED + 1), at.to() - at.from());
        return value(field, new String(body, at.from(), length, StandardCharsets.UTF_8), expected);
    }

    /** Returns the failure for a required member that is missing. */
    public static FailureException missing(String field, String expected) {
        return value(field, "missing", expected);
    }

    /** A member whose value is wrong, in words or as JSON. */
    public static FailureException value(String field, String value, String expected) {
        String quoted = value.length() > QUOTED ? value.substring(0, QUOTED) + "…" : value;
        return new FailureException(
                new Failure.Invalid(
                        field, field + ": " + quoted + " (expected: " + expected + ")"));
    }
}
