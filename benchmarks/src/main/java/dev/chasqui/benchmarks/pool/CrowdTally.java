package dev.chasqui.benchmarks.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A summary of the requests of a crowd.
 *
 * @param visits the requests
 * @param time the time within which answers count
 */
record CrowdTally(List<CrowdRequest> visits, Duration time) {
    CrowdTally {
        visits = List.copyOf(visits);
    }

    /** Returns the number of right answers in time. */
    int answers() {
        return count(visit -> visit.isAnsweredBy(time));
    }

    /** Returns the number of right answers of one model in time. */
    int answers(String model) {
        return count(visit -> visit.model().equals(model) && visit.isAnsweredBy(time));
    }

    /** Returns the fewest answers of a model as a share of the most; 0 if a model has none. */
    double share(Collection<String> models) {
        int fewest = models.stream().mapToInt(this::answers).min().orElse(0);
        int most = models.stream().mapToInt(this::answers).max().orElse(0);
        return most == 0 ? 0 : (double) fewest / most;
    }

    /** Returns the longest time of a request, with or without an answer. */
    Duration longestWait() {
        return visits.stream()
                .map(CrowdRequest::took)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Returns the time until the end of the last request. */
    Duration end() {
        return visits.stream()
                .map(visit -> visit.asked().plus(visit.took()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Returns the number of failed requests. */
    int failures() {
        return count(visit -> visit.outcome() instanceof CrowdRequest.Failed);
    }

    private int count(Predicate<CrowdRequest> which) {
        return (int) visits.stream().filter(which).count();
    }

    /** Returns a description of the first failure. */
    Optional<String> firstFailure() {
        return visits.stream()
                .flatMap(
                        visit ->
                                visit.outcome() instanceof CrowdRequest.Failed(String why)
                                        ? Optional.of(why).stream()
                                        : Optional.<String>empty().stream())
                .findFirst();
    }
}
