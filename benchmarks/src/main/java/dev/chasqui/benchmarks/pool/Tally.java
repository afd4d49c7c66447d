package dev.chasqui.benchmarks.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the visits of a crowd come to.
 *
 * @param time only answers that came within it count
 */
record Tally(List<Visit> visits, Duration time) {
    Tally {
        visits = List.copyOf(visits);
    }

    /** Right answers. */
    int answers() {
        return count(visit -> visit.isAnsweredBy(time));
    }

    /** Right answers of one model. */
    int answers(String model) {
        return count(visit -> visit.model().equals(model) && visit.isAnsweredBy(time));
    }

    /** The fewest answers of a model as a part of the most; 0 where one has none. */
    double share(Collection<String> models) {
        int fewest = models.stream().mapToInt(this::answers).min().orElse(0);
        int most = models.stream().mapToInt(this::answers).max().orElse(0);
        return most == 0 ? 0 : (double) fewest / most;
    }

    /** The longest that anybody waited, with his answer or without. */
    Duration longestWait() {
        return visits.stream().map(Visit::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** When the last one was over. */
    Duration end() {
        return visits.stream()
                .map(visit -> visit.asked().plus(visit.took()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** How many failed. */
    int failures() {
        return count(visit -> visit.outcome() instanceof Visit.Failed);
    }

    private int count(Predicate<Visit> which) {
        return (int) visits.stream().filter(which).count();
    }

    /** What the first failure was. */
    Optional<String> firstFailure() {
        return visits.stream()
                .flatMap(
                        visit ->
                                visit.outcome() instanceof Visit.Failed(String why)
                                        ? Optional.of(why).stream()
                                        : Optional.<String>empty().stream())
                .findFirst();
    }
}
