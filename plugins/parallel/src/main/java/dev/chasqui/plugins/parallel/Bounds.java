package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What arguments and config may ask for alike. */
final class Bounds {
    /** Each branch costs a model's time and holds its answer in memory. */
    static final int MOST_BRANCHES = 16;

    private static final Duration LONGEST = Duration.ofHours(1);

    /** The note that tells those further in how many branches there are around them. */
    private static final String AROUND = "parallel.branches";

    private Bounds() {}

    /**
     * Notes in an exchange how many branches there are in all, those around it counted.
     *
     * @throws FailureException with {@code Invalid} if there would be too many: each one within
     *     another multiplies them
     */
    static void checkNested(Exchange exchange, int n) {
        int around = Integer.parseInt(exchange.metadata().getOrDefault(AROUND, "1"));
        if (around * n > MOST_BRANCHES) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "/parallel: "
                                    + around
                                    + " branches of "
                                    + n
                                    + " each (expected: at most "
                                    + MOST_BRANCHES
                                    + " in all)"));
        }
        exchange.metadata().put(AROUND, Integer.toString(around * n));
    }

    /**
     * @throws IllegalArgumentException if there would be no branch, too many, or a model without
     *     one
     */
    static void checkBranches(Optional<Integer> n, List<String> models) {
        n.filter(count -> count < 1 || count > MOST_BRANCHES)
                .ifPresent(
                        count -> {
                            throw new IllegalArgumentException(
                                    "n: " + count + " (expected: 1 to " + MOST_BRANCHES + ")");
                        });
        if (models.size() > MOST_BRANCHES) {
            throw new IllegalArgumentException(
                    "models: "
                            + models.size()
                            + " of them (expected: at most "
                            + MOST_BRANCHES
                            + ")");
        }
        n.filter(count -> count < models.size())
                .ifPresent(
                        count -> {
                            throw new IllegalArgumentException(
                                    "n: "
                                            + count
                                            + " (expected: at least "
                                            + models.size()
                                            + ", one for each of models)");
                        });
    }

    /**
     * @throws IllegalArgumentException if nobody could keep the deadline, or nobody would wait for
     *     it
     */
    static void checkDeadline(Duration deadline) {
        if (!deadline.isPositive() || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "deadline: " + spelled(deadline) + " (expected: more than 0s, at most 60m)");
        }
    }

    /** A duration as people write it in a command: {@code 500ms}, {@code 20s}, {@code 2m}. */
    static String spelled(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.isPositive() && duration.toSecondsPart() == 0
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
