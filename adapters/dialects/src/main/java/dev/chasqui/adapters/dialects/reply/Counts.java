package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The counts and times that backends tell of their replies. One that no reply can have is as good
 * as none, and sums of the others stay within their types.
 */
public final class Counts {
    private static final Duration LONGEST = Duration.ofDays(100);

    private Counts() {}

    /** A member that is a whole number from 0 to what an {@code int} holds; else empty. */
    public static OptionalLong count(Json.Obj object, String name) {
        // As a double no exponent makes it fail.
        return object.members().get(name) instanceof Json.Num number
                        && number.doubleValue() >= 0
                        && number.doubleValue() <= Integer.MAX_VALUE
                        && number.doubleValue() == Math.rint(number.doubleValue())
                ? OptionalLong.of((long) number.doubleValue())
                : OptionalLong.empty();
    }

    /** A member that is a time of at most a hundred days; else none. */
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
