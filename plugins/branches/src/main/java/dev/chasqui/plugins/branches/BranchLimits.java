package dev.chasqui.plugins.branches;

import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The limits of branches and deadlines, for arguments and config alike. */
public final class BranchLimits {
    /**
     * The most branches of an exchange. Each costs a model's time and holds its answer in memory.
     */
    public static final int MOST_BRANCHES = 16;

    private static final Duration MAX_DEADLINE = Duration.ofHours(1);

    /** The metadata key that tells a nested command the number of branches around it. */
    private static final String OUTER_BRANCHES = "branches.outer";

    private BranchLimits() {}

    /**
     * Notes in an exchange's metadata the number of branches in all, including those around it.
     *
     * @param command the name of the command that branches
     * @param n the number of its branches
     * @throws FailureException with {@code Invalid} if there would be too many: nested ones
     *     multiply
     */
    public static void checkNested(Exchange exchange, String command, int n) {
        int outer = Integer.parseInt(exchange.metadata().getOrDefault(OUTER_BRANCHES, "1"));
        if (outer * n > MOST_BRANCHES) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "/"
                                    + command
                                    + ": "
                                    + outer
                                    + " branches of "
                                    + n
                                    + " each (expected: at most "
                                    + MOST_BRANCHES
                                    + " in all)"));
        }
        exchange.metadata().put(OUTER_BRANCHES, Integer.toString(outer * n));
    }

    /**
     * Checks the number of branches.
     *
     * @throws IllegalArgumentException if {@code n} is out of its range or below the number of
     *     models, or if there are too many models
     */
    public static void checkBranches(Optional<Integer> n, List<String> models) {
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
     * Checks the deadline of a branch.
     *
     * @throws IllegalArgumentException if it is not positive or longer than an hour
     */
    public static void checkDeadline(Duration deadline) {
        if (!deadline.isPositive() || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "deadline: " + spelled(deadline) + " (expected: more than 0s, at most 60m)");
        }
    }

    /** Returns a duration as it is written in a command: {@code 500ms}, {@code 20s}, {@code 2m}. */
    public static String spelled(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.isPositive() && duration.toSecondsPart() == 0
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
