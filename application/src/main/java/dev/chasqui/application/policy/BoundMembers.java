package dev.chasqui.application.policy;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.regex.Pattern;

/** The members of a request that bound the tokens of its answer. Has no state. */
public final class BoundMembers {
    /** The names, of which each server knows some. */
    public static final List<String> NAMES =
            List.of("n_predict", "max_tokens", "max_completion_tokens", "max_output_tokens");

    private static final Pattern DIGITS = Pattern.compile(" *[0-9]{1,18} *");

    private BoundMembers() {}

    /** Returns a number, also one that is written as a text, as some servers allow; else NaN. */
    public static double number(Json.Obj members, String name) {
        return switch (members.get(name).orElse(Json.Null.NULL)) {
            case Json.Num number -> number.doubleValue();
            case Json.Str(String digits) when DIGITS.matcher(digits).matches() ->
                    Double.parseDouble(digits);
            default -> Double.NaN;
        };
    }
}
