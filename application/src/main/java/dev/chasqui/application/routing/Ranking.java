package dev.chasqui.application.routing;

import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.Route.Part;
import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.domain.model.Zone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The ranking of the backends that may answer: a budget's wish for those of this network precedes
 * the priority, and that the score of the strategy. Has no state.
 */
final class Ranking {
    private static final double EVEN = 1;

    /** The least share for a slow backend, so that one slow answer does not leave it out. */
    private static final double LEAST_SPEED = 0.1;

    private Ranking() {}

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

    /**
     * Ranks backends.
     *
     * @param able the backends that may answer, in the config's order
     */
    static List<Kept> of(RouteQuestion question, List<RouteOption> able) {
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
    static int place(RouteQuestion question, BackendFacts facts, int index) {
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
