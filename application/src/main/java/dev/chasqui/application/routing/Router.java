package dev.chasqui.application.routing;

import dev.chasqui.application.routing.Route.Dropped;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.Route.Part;
import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.domain.model.ModelTraits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The choice: a pure function from what a request needs and what is known of the backends to a
 * {@link Route}.
 *
 * <p>First each backend is kept or dropped; if none is kept, those that are only out of favour for
 * their failures are the last resort, the one that is back soonest first. Then the kept ones are
 * ranked: a budget's wish for backends of this network precedes the priority, and that the score of
 * the strategy. Has no state.
 */
final class Router {
    private Router() {}

    /** A backend of the last resort. */
    private record Resting(RouteOption option, DropReason reason) {
        private static final Comparator<Resting> SOONEST =
                Comparator.comparingInt(Resting::order)
                        .thenComparing(one -> one.reason.frees().orElse(Duration.ZERO));

        private static final Comparator<Resting> RESTRICTED_FIRST =
                Comparator.comparing((Resting one) -> one.option.facts().zone())
                        .thenComparing(SOONEST);

        /**
         * Returns its place by the kind of its reason: first those whose ejection will end, then
         * those that another request tries, then those whose checks fail, which may keep their
         * callers waiting.
         */
        private int order() {
            if (reason instanceof DropReason.Down) {
                return 2;
            }
            return reason instanceof DropReason.Probed ? 1 : 0;
        }

        Dropped dropped() {
            return new Dropped(option.candidate(), reason);
        }

        Kept kept() {
            return new Kept(
                    option.candidate(),
                    0,
                    List.of(new KeptReason.LastResort(reason)),
                    Part.LAST_RESORT);
        }
    }

    /**
     * Chooses.
     *
     * @param options the backends that have the model, in the config's order
     */
    static Route route(RouteQuestion question, List<RouteOption> options) {
        List<RouteOption> able = new ArrayList<>(options.size());
        List<Dropped> dropped = new ArrayList<>();
        List<Resting> resting = new ArrayList<>(0);
        Needs needs = choosing(question, options);
        for (RouteOption option : options) {
            DropReason reason = reason(question, needs, option);
            if (reason == null && isMoved(question, needs, option, options)) {
                reason = DropReason.Moved.INSTANCE;
            }
            if (reason == null) {
                able.add(option);
            } else if (reason.isLastResort()) {
                resting.add(new Resting(option, reason));
            } else {
                dropped.add(new Dropped(option.candidate(), reason));
            }
        }
        List<Kept> last = lastResort(question, resting);
        if (able.isEmpty()) {
            return new Route(
                    last,
                    List.of(),
                    dropped,
                    question.terms(),
                    question.familiarity().conversation());
        }
        resting.forEach(one -> dropped.add(one.dropped()));
        return new Route(
                Ranking.of(question, able),
                last,
                dropped,
                question.terms(),
                question.familiarity().conversation());
    }

    /**
     * Returns the needs that one of the backends meets which may answer by the rules and is not
     * drained; none if there is no such backend, or if all are alike. Needs choose between backends
     * alone: where none meets them, the one that would be asked without them tells what it cannot
     * do.
     */
    private static Needs choosing(RouteQuestion question, List<RouteOption> options) {
        if (areAlike(options)) {
            return Needs.NONE;
        }
        Needs needs = question.demand().needs();
        for (RouteOption option : options) {
            if (needs.areMetBy(option.candidate().traits()) && barred(question, option) == null) {
                return needs;
            }
        }
        return Needs.NONE;
    }

    private static boolean areAlike(List<RouteOption> options) {
        ModelTraits first = options.getFirst().candidate().traits();
        for (int i = 1; i < options.size(); i++) {
            if (!options.get(i).candidate().traits().equals(first)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the lowest tier of the backends that are first by the rules alone, whatever their
     * state is now; empty if none of them has one.
     */
    static OptionalInt tier(RouteQuestion question, List<RouteOption> options) {
        Needs needs = choosing(question, options);
        boolean ordered = question.strategy() == Strategy.PRIORITY;
        int highest = Integer.MIN_VALUE;
        int first = Integer.MAX_VALUE;
        OptionalInt tier = OptionalInt.empty();
        for (int i = 0; i < options.size(); i++) {
            RouteOption option = options.get(i);
            BackendRule rule = option.facts().rule();
            int place = ordered ? Ranking.place(question, option.facts(), i) : 0;
            boolean before =
                    rule.priority() > highest || (rule.priority() == highest && place < first);
            boolean beside = rule.priority() == highest && place == first;
            if ((before || beside)
                    && barred(question, option) == null
                    && needs.areMetBy(option.candidate().traits())) {
                highest = rule.priority();
                first = place;
                tier = before ? rule.tier() : lower(tier, rule.tier());
            }
        }
        return tier;
    }

    private static OptionalInt lower(OptionalInt one, OptionalInt other) {
        return one.isPresent() && (other.isEmpty() || one.getAsInt() < other.getAsInt())
                ? one
                : other;
    }

    /** Returns the reason why a backend may not answer, whatever its state is; null if it may. */
    private static @Nullable DropReason barred(RouteQuestion question, RouteOption option) {
        DropReason notListed = question.terms().notListed(option.facts().name());
        if (notListed != null) {
            return notListed;
        }
        if (!option.isAllowed()) {
            return DropReason.Zone.INSTANCE;
        }
        return option.facts().drained()
                ? DropReason.Drained.INSTANCE
                : question.demand().tier().tooLow(option.facts().rule().tier());
    }

    /**
     * Returns the reason why a backend gets no request; null if it may get it.
     *
     * @param needs the needs that choose between the backends
     */
    private static @Nullable DropReason reason(
            RouteQuestion question, Needs needs, RouteOption option) {
        BackendFacts facts = option.facts();
        DropReason barred = barred(question, option);
        if (barred != null) {
            return barred;
        }
        DropReason unmet = needs.unmetBy(option.candidate().traits());
        if (unmet != null) {
            return unmet;
        }
        DropReason modelFull = question.terms().full();
        if (modelFull != null) {
            return modelFull;
        }
        if (facts.isFull()) {
            return new DropReason.Full(facts.rule().maxConcurrency().orElseThrow());
        }
        if (facts.rateNanos() > 0) {
            return new DropReason.Rate(Duration.ofNanos(facts.rateNanos()));
        }
        return illness(facts, question.now());
    }

    /**
     * Returns true if the model of a backend was moved to one that may answer now, or as soon as it
     * is no longer busy.
     */
    private static boolean isMoved(
            RouteQuestion question, Needs needs, RouteOption from, List<RouteOption> options) {
        if (from.movedTo().isEmpty()) {
            return false;
        }
        for (RouteOption to : options) {
            if (to.facts().name().equals(from.movedTo().get())) {
                DropReason reason = reason(question, needs, to);
                return reason == null || reason instanceof DropReason.Busy;
            }
        }
        return false;
    }

    private static @Nullable DropReason illness(BackendFacts facts, long now) {
        if (facts.checks().down()) {
            return new DropReason.Down(facts.checks().why());
        }
        BackendHealth health = facts.health();
        if (health.phase() != BackendHealth.Phase.UP && !health.isProbeDue(now)) {
            return health.phase() == BackendHealth.Phase.PROBED
                    ? new DropReason.Probed(health.why())
                    : new DropReason.Ejected(health.why(), Duration.ofNanos(health.leftNanos(now)));
        }
        return facts.pausedNanos() > 0
                ? new DropReason.Paused(Duration.ofNanos(facts.pausedNanos()))
                : null;
    }

    private static List<Kept> lastResort(RouteQuestion question, List<Resting> resting) {
        if (resting.isEmpty()) {
            return List.of();
        }
        resting.sort(question.prefersRestricted() ? Resting.RESTRICTED_FIRST : Resting.SOONEST);
        return resting.stream().map(Resting::kept).toList();
    }
}
