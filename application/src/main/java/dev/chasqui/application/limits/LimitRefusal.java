package dev.chasqui.application.limits;

import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.failure.RateLimited;

import java.time.Duration;

/**
 * The reason for which a request may not begin now.
 *
 * @param message the limit, whose it is, and when it frees
 * @param delay the time until the same request would pass, if nothing else happens
 */
record LimitRefusal(String message, Duration delay) {

    static LimitRefusal requests(String whose, long most, Duration window, Duration delay) {
        return new LimitRefusal(
                limit(most, "request", window, whose)
                        + " is reached; the next one is free in "
                        + inWords(delay),
                delay);
    }

    static LimitRefusal concurrency(String whose, long most, Duration delay) {
        return new LimitRefusal(
                "the limit of "
                        + count(most, "request")
                        + " at a time of "
                        + whose
                        + " is reached; it is free when one of them ends",
                delay);
    }

    static LimitRefusal tokens(
            String whose, long most, Duration window, long asked, long left, Duration delay) {
        return new LimitRefusal(
                limit(most, "token", window, whose)
                        + " is reached: the request has about "
                        + asked
                        + ", and "
                        + left
                        + (left == 1 ? " is" : " are")
                        + " left; enough are free in "
                        + inWords(delay),
                delay);
    }

    static LimitRefusal reserved(String whose, long most, Duration window, Duration delay) {
        return new LimitRefusal(
                limit(most, "token", window, whose)
                        + " is reserved for requests that run; tokens are free when one of them"
                        + " ends",
                delay);
    }

    static LimitRefusal tooLong(String whose, long most, Duration window, long asked) {
        return new LimitRefusal(
                "the request has about "
                        + asked
                        + " tokens, more than "
                        + limit(most, "token", window, whose)
                        + " ever lets through; shorten it",
                window);
    }

    RateLimited failure() {
        return new RateLimited(message, delay);
    }

    private static String limit(long most, String what, Duration window, String whose) {
        return "the limit of " + count(most, what) + " per " + spelled(window) + " of " + whose;
    }

    private static String count(long most, String what) {
        return most + " " + what + (most == 1 ? "" : "s");
    }

    /** Returns a window as configs spell it. */
    private static String spelled(Duration window) {
        long days = window.toDays();
        boolean whole = days > 0 && window.equals(Duration.ofDays(days));
        return whole ? days + "d" : Durations.text(window);
    }

    /** Returns a time rounded up to seconds, or to minutes if it is long. */
    static String inWords(Duration time) {
        long seconds = Math.max(1, time.plusNanos(999_999_999).toSeconds());
        if (seconds <= 120) {
            return seconds + " s";
        }
        long minutes = Math.ceilDiv(seconds, 60L);
        if (minutes <= 120) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 48
                ? hours + " h " + minutes % 60 + " min"
                : hours / 24 + " d " + hours % 24 + " h";
    }
}
