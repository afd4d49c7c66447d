package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.hedge.HedgeCounts;
import dev.chasqui.application.routing.hedge.HedgeRule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The choice of the requests of which a second backend is asked, since the first one is late. Safe
 * for use by several threads.
 */
public final class Hedging {
    private final RoutingRules rules;
    private final Standings standings;

    Hedging(RoutingRules rules, Standings standings) {
        this.rules = rules;
        this.standings = standings;
    }

    /**
     * Returns the time after which a backend of a route is late; empty if no second one is asked.
     */
    public Optional<Duration> delay(Route route, Kept first) {
        HedgeRule rule = route.terms().hedge().orElse(rules.hedge());
        return rule.isOff() || !isLoaded(first.candidate())
                ? Optional.empty()
                : rule.delay(rule.times().isEmpty() ? 0 : usualNanos(first.candidate().backend()));
    }

    private long usualNanos(Backend backend) {
        long now = standings.now();
        return standings
                .facts(backend, rules.backend(backend.name()), now)
                .firstEventNanos(rules.health(), now);
    }

    /** Returns true if a backend may be the second one beside a first one. */
    public boolean mayBeSecond(Kept second, Candidate first) {
        Candidate candidate = second.candidate();
        return second.part() == Route.Part.USUAL
                && !candidate.backend().name().equals(first.backend().name())
                && isLoaded(candidate);
    }

    /** A pool would load a model for a request that is cancelled, or stop to load it. */
    private static boolean isLoaded(Candidate candidate) {
        return candidate
                .backend()
                .state(candidate.model().id())
                .text("state")
                .map("ready"::equals)
                .orElse(true);
    }

    /** Makes the second question of one request, which has not begun. */
    public SecondQuestion second() {
        return new SecondQuestion(standings.retries(), standings.hedges());
    }

    /**
     * The second question of one request, which is counted among the tries that are bounded. Safe
     * for use by several threads.
     */
    public static final class SecondQuestion implements AutoCloseable {
        private final RetryBudget budget;
        private final HedgeCounts counts;
        private final AtomicBoolean counted = new AtomicBoolean();

        private SecondQuestion(RetryBudget budget, HedgeCounts counts) {
            this.budget = budget;
            this.counts = counts;
        }

        /** Counts it, and returns true, if it may be asked. Called once. */
        public boolean begin() {
            boolean may = budget.begin();
            counted.set(may);
            return may;
        }

        /** Notes that it is asked. */
        public void made() {
            counts.made();
        }

        /** Notes that it was answered first. */
        public void won() {
            counts.won();
        }

        /** Ends it. Idempotent. */
        @Override
        public void close() {
            if (counted.getAndSet(false)) {
                budget.end();
            }
        }
    }
}
