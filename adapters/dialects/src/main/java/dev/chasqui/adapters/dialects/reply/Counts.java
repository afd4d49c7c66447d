package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A reader of the counts and times that backends report. An impossible value counts as missing, and
 * sums of the others stay within their types.
 */
public final class Counts {
    private static final Duration LONGEST = Duration.ofDays(100);

    private Counts() {}

    /** Returns a member that is a whole number from 0 to {@link Integer#MAX_VALUE}; else empty. */
    public static OptionalLong count(Json.Obj object, String name) {
        // Conversion to a double succeeds with any exponent.
        return object.members().get(name) instanceof Json.Num number
                        && number.doubleValue() >= 0
                        && number.doubleValue() <= Integer.MAX_VALUE
                        && number.doubleValue() == Math.rint(number.doubleValue())
                ? OptionalLong.of((long) number.doubleValue())
                : OptionalLong.empty();
    }

    /** Returns a member that is a number of tokens, as {@link #count} reads it. */
    public static OptionalInt tokens(Json.Obj object, String name) {
        return count(object, name).stream().mapToInt(Math::toIntExact).findFirst();
    }

    /** Returns a member that is a duration of at most a hundred days; else zero. */
    public static Duration time(Json.Obj object, String name, double nanosPerUnit) {
        if (object.members().get(name) instanceof Json.Num number) {
            double nanos = number.doubleValue() * nanosPerUnit;
            if (nanos >= 0 && nanos <= LONGEST.toNanos()) {
                return Duration.ofNanos((long) nanos);
            }
        }
        return Duration.ZERO;
    }
}
