package dev.chasqui.application.limits;

import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The limits of the models that are asked in place of a request's own, as far as those of the
 * request do not hold for them already. Safe for use by several threads.
 */
final class StandInLimits {
    private final AdmissionRequest request;
    private final CallerScopes scopes;
    private final LimitCounts counts;
    private final List<LimitedScope> own;
    private final List<LimitedScope> limited = new ArrayList<>(0);
    private final List<LimitCounts.Taken> taken = new ArrayList<>(0);
    private long estimatedPrompt;
    private boolean over;

    /**
     * @param own the limits of the request, which are counted elsewhere
     */
    StandInLimits(
            AdmissionRequest request,
            CallerScopes scopes,
            LimitCounts counts,
            List<LimitedScope> own) {
        this.request = request;
        this.scopes = scopes;
        this.counts = counts;
        this.own = own;
    }

    /** Counts the request for a model's own limits, once. See {@code Permit.standsIn}. */
    synchronized void take(String model) {
        if (over) {
            throw new FailureException(new Failure.Cancelled());
        }
        List<LimitedScope> more =
                scopes.of(request.caller(), model).stream().filter(one -> !isCounted(one)).toList();
        if (more.isEmpty()) {
            return;
        }
        @Nullable TokenEstimate estimate = LimitedAdmission.estimate(more, request);
        taken.add(counts.take(more, estimate));
        limited.addAll(more);
        estimatedPrompt = estimate == null ? estimatedPrompt : estimate.prompt();
    }

    private boolean isCounted(LimitedScope scope) {
        return Stream.of(own, limited)
                .flatMap(List::stream)
                .anyMatch(one -> one.id().equals(scope.id()));
    }

    /** Returns the limits that were counted. */
    synchronized List<LimitedScope> limited() {
        return List.copyOf(limited);
    }

    /** Returns the tokens of the request's text by estimate, if a limit has asked for them. */
    synchronized long estimatedPrompt() {
        return estimatedPrompt;
    }

    /** Ends the request, which used so many tokens; later calls change nothing. */
    synchronized void end(long used) {
        if (!over) {
            over = true;
            taken.forEach(one -> counts.end(one, used));
        }
    }
}
