package dev.chasqui.application.exchange.sending;

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

    /** Notes that a backend has failed. */
    public void add(Candidate candidate) {
        failed.add(Asked.of(candidate));
    }

    /** Returns true if the backend has failed for the same model, also under another name of it. */
    public boolean contains(Candidate candidate) {
        return !failed.isEmpty() && failed.contains(Asked.of(candidate));
    }

    /** Returns the candidates that have not failed, in their order. */
    public List<Candidate> without(List<Candidate> candidates) {
        return failed.isEmpty()
                ? candidates
                : candidates.stream().filter(one -> !contains(one)).toList();
    }

    /** Returns the names of the first ones. */
    public List<String> names() {
        return failed.isEmpty()
                ? List.of()
                : failed.stream().map(Asked::backend).distinct().limit(MOST_TOLD).toList();
    }

    /** A backend that has failed, and the model that it was asked for. */
    private record Asked(String backend, String model, Optional<DerivedModel> derived) {
        static Asked of(Candidate candidate) {
            return new Asked(candidate.backend().name(), candidate.knownAs(), candidate.derived());
        }
    }
}
