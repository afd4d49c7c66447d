package dev.chasqui.adapters.config;

import dev.chasqui.domain.json.Json;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of value: how it is written in the file, how on the command line and in the environment,
 * and what to say where it is neither. {@link Kinds} has those that there are.
 *
 * @param expected what a right value is, for messages
 * @param json the value that a JSON value means; empty if it means none
 * @param text the value that a text outside of JSON means; empty if it means none
 * @param secret whether a wrong text may hold a secret that came to the wrong place, so that no
 *     message may show it
 */
record Kind<T>(
        String expected,
        Function<Json, Optional<T>> json,
        Function<String, Optional<T>> text,
        Predicate<String> secret) {

    /** A kind that is written as a string in the file too. */
    static <T> Kind<T> ofText(String expected, Function<String, Optional<T>> text) {
        return new Kind<>(
                expected,
                json ->
                        json instanceof Json.Str(String value)
                                ? text.apply(value)
                                : Optional.empty(),
                text,
                wrong -> false);
    }

    /** This kind, but only those of its values that fit. */
    Kind<T> where(String expected, Predicate<T> fits) {
        return new Kind<>(
                expected,
                value -> json.apply(value).filter(fits),
                value -> text.apply(value).filter(fits),
                secret);
    }

    /** This kind, with those of the wrong texts never shown that may hold a secret. */
    Kind<T> hiding(Predicate<String> secret) {
        return new Kind<>(expected, json, text, secret);
    }

    /** Says what is wrong with a value. */
    String complaint(Json wrong) {
        return shown(wrong)
                + " (expected: "
                + expected
                + (quotedInVain(wrong) ? ", without quotes" : "")
                + ")";
    }

    /** Whether a text would be a right value if it were written as the number or flag it is. */
    private boolean quotedInVain(Json wrong) {
        return wrong instanceof Json.Str(String written)
                && text.apply(written).isPresent()
                && (json.apply(new Json.Num(written)).isPresent()
                        || json.apply(Json.of(Boolean.parseBoolean(written))).isPresent());
    }

    private String shown(Json value) {
        return switch (value) {
            case Json.Obj ignored -> "an object";
            case Json.Arr ignored -> "an array";
            case Json.Str(String written) when secret.test(written) ->
                    "a text of " + written.length() + " characters";
            default -> {
                String written = value.toString();
                yield written.length() <= 80 ? written : written.substring(0, 80) + "…";
            }
        };
    }
}
