package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.derived.DerivedModel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backends that have failed one request, each with the name by which it knows the model. For
 * use by one thread.
 */
public final class FailedBackends {
    /** The most backends of which an answer tells. */
    private static final int MOST_TOLD = 8;

    private final Set<Asked> failed = new LinkedHashSet<>(0);

    private record Asked(String backend, String model, Optional<DerivedModel> derived) {
        static Asked of(Candidate candidate) {
            return new Asked(candidate.backend().name(), candidate.knownAs(), candidate.derived());
        }
    }

    /** Notes one that has failed. */
    public void add(Candidate candidate) {
        failed.add(Asked.of(candidate));
    }

    /** Returns the others; another name may stand for a model of a backend that has just failed. */
    public List<Candidate> others(List<Candidate> candidates) {
        return failed.isEmpty()
                ? candidates
                : candidates.stream().filter(one -> !failed.contains(Asked.of(one))).toList();
    }

    /** Returns their names, the first ones alone. */
    public List<String> names() {
        return failed.isEmpty()
                ? List.of()
                : failed.stream().map(Asked::backend).distinct().limit(MOST_TOLD).toList();
    }
}
