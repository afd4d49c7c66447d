package dev.chasqui.application.routing;

import dev.chasqui.application.routing.Route.Dropped;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.Route.Part;
import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.domain.model.ModelTraits;
import dev.chasqui.domain.model.Zone;

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
    private static final double EVEN = 1;

    /** The least share for a slow backend, so that one slow answer does not leave it out. */
    private static final double LEAST_SPEED = 0.1;

    private Router() {}

    /** A backend in the ranking, with the numbers that its place depends on. */
    record Ranked(Kept kept, BackendFacts facts, int tie) {
        private static final Comparator<Ranked> RANK =
                Comparator.comparingInt((Ranked one) -> -one.facts.rule().priority())
                        .thenComparingDouble(one -> -one.kept.score())
                        .thenComparingInt(Ranked::tie);
        private static final Comparator<Ranked> RESTRICTED_FIRST =
                Comparator.comparing((Ranked one) -> one.facts.zone()).thenComparing(RANK);

        /** Returns it with one more reason, the foremost. */
        Ranked because(KeptReason reason) {
            return new Ranked(kept.because(reason), facts, tie);
        }
    }

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
                ranked(question, able),
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
            int place = ordered ? place(question, option.facts(), i) : 0;
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

    private static List<Kept> ranked(RouteQuestion question, List<RouteOption> able) {
        List<Ranked> ranked = new ArrayList<>(able.size());
        long quickest = quickest(question, able);
        for (int i = 0; i < able.size(); i++) {
            RouteOption option = able.get(i);
            int place = place(question, option.facts(), i);
            int turn = turn(question, able, i);
            ranked.add(
                    new Ranked(
                            kept(question, option, place, turn, quickest),
                            option.facts(),
                            question.strategy() == Strategy.PRIORITY ? place : turn));
        }
        ranked.sort(question.prefersRestricted() ? Ranked.RESTRICTED_FIRST : Ranked.RANK);
        Affinity.prefer(question, ranked);
        List<Kept> kept = new ArrayList<>(ranked.size());
        for (Ranked one : ranked) {
            kept.add(one.kept);
        }
        return kept;
    }

    /**
     * Returns the number of those that have their turn before, among those that precede and follow
     * it by no other rule.
     */
    private static int turn(RouteQuestion question, List<RouteOption> able, int index) {
        BackendFacts own = able.get(index).facts();
        int before = 0;
        int all = 0;
        for (int i = 0; i < able.size(); i++) {
            BackendFacts other = able.get(i).facts();
            if (other.rule().priority() == own.rule().priority()
                    && (!question.prefersRestricted() || other.zone() == own.zone())) {
                all++;
                before += i < index ? 1 : 0;
            }
        }
        return (int) Math.floorMod(before - question.terms().turn(), (long) all);
    }

    /** Returns the place in the order of the model's backends, or else of the config's. */
    private static int place(RouteQuestion question, BackendFacts facts, int index) {
        List<String> listed = question.terms().order();
        return listed.isEmpty() ? index : listed.indexOf(facts.name());
    }

    private static long quickest(RouteQuestion question, List<RouteOption> able) {
        long quickest = 0;
        for (RouteOption option : able) {
            long own = option.facts().firstEventNanos(question.health(), question.now());
            if (own > 0 && (quickest == 0 || own < quickest)) {
                quickest = own;
            }
        }
        return quickest;
    }

    private static Kept kept(
            RouteQuestion question, RouteOption option, int place, int turn, long quickest) {
        BackendFacts facts = option.facts();
        double weight = question.terms().weight(facts);
        List<KeptReason> reasons = new ArrayList<>();
        if (question.prefersRestricted() && facts.zone() == Zone.RESTRICTED) {
            reasons.add(KeptReason.Budget.INSTANCE);
        }
        if (facts.rule().priority() != 0) {
            reasons.add(new KeptReason.Priority(facts.rule().priority()));
        }
        boolean probe = facts.health().phase() != BackendHealth.Phase.UP;
        if (probe) {
            reasons.add(KeptReason.Probe.INSTANCE);
        }
        double score =
                switch (question.strategy()) {
                    case PRIORITY -> {
                        reasons.add(new KeptReason.Order(place + 1));
                        yield EVEN / (1 + place);
                    }
                    case ROUND_ROBIN -> {
                        reasons.add(new KeptReason.Turn(turn));
                        yield EVEN / (1 + turn);
                    }
                    case WEIGHTED -> {
                        reasons.add(new KeptReason.Drawn(weight));
                        yield Math.pow(chance(question.terms().turn(), place), 1 / weight);
                    }
                    case LEAST_LOADED -> {
                        reasons.add(load(facts));
                        yield EVEN / (1 + facts.load(weight));
                    }
                    case CHEAPEST -> {
                        reasons.add(new KeptReason.Cost(option.cost()));
                        yield option.cost()
                                .map(cost -> EVEN / (1 + cost.amount().nanos()))
                                .orElse(0.0);
                    }
                    case SMART -> smart(question, facts, weight, quickest, reasons);
                };
        return new Kept(option.candidate(), score, reasons, probe ? Part.PROBE : Part.USUAL);
    }

    private static KeptReason load(BackendFacts facts) {
        return new KeptReason.Load(facts.open(), facts.rule().maxConcurrency());
    }

    /**
     * Returns the product of shares from 0 to 1: of the room that is left, the root of the quickest
     * time to the first event as a share of its own, and of the calls that did not fail, times the
     * weight.
     */
    private static double smart(
            RouteQuestion question,
            BackendFacts facts,
            double weight,
            long quickest,
            List<KeptReason> reasons) {
        long own = facts.firstEventNanos(question.health(), question.now());
        double failures = facts.health().errorRate(question.health(), question.now());
        reasons.add(load(facts));
        reasons.add(new KeptReason.FirstEvent(own));
        reasons.add(new KeptReason.Failures(failures));
        // A backend of which nothing is known counts as quick, so that it becomes known.
        double speed = own == 0 ? EVEN : Math.max(LEAST_SPEED, (double) quickest / own);
        double room = EVEN / (1 + facts.load(weight));
        // Without the root a quick backend gets more than it can answer, before its times show it.
        return weight * room * Math.sqrt(speed) * (1 - failures);
    }

    /**
     * Returns a number between 0 and 1 that looks random and depends on the turn and place alone.
     */
    private static double chance(long turn, int place) {
        long mixed = (turn * 0x9E3779B97F4A7C15L) ^ ((place + 1) * 0xC2B2AE3D27D4EB4FL);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        // Half a step is added, so that the number is never 0.
        return ((mixed >>> 11) + 0.5) * 0x1.0p-53;
    }
}
