package dev.chasqui.application.routing;

import dev.chasqui.application.routing.Ranking.Ranked;

import java.util.List;

/**
 * The preference for a backend that has read the beginning of a request before. It never goes
 * before balance: the backend comes first only if it has hardly more load than the one that would
 * be first without it. Has no state.
 */
final class Affinity {
    /** The part of its places that may be taken more, if that is more than one place. */
    private static final double SPARE = 0.25;

    /**
     * The least part of the first one's score that a backend has with the strategy {@code smart}:
     * for the conversation that it has read, and for instructions alone, by which less is saved.
     */
    private static final double LEAST_SCORE = 0.25;

    private static final double LEAST_SCORE_FOR_INSTRUCTIONS = 0.5;

    private Affinity() {}

    /** Puts the preferred backend first, if there is one. */
    static void prefer(RouteQuestion question, List<Ranked> ranked) {
        Familiarity familiar = question.familiarity();
        if (ranked.size() < 2 || familiar.equals(Familiarity.NONE)) {
            return;
        }
        int chosen = warm(question, ranked);
        if (chosen >= 0) {
            first(ranked, chosen, KeptReason.Warm.INSTANCE);
            return;
        }
        chosen = familiar.instructions() == 0 ? -1 : drawn(question, ranked);
        if (chosen >= 0) {
            first(ranked, chosen, KeptReason.SameInstructions.INSTANCE);
        }
    }

    /** Returns the place of the backend that has answered before; -1 if it is not near. */
    private static int warm(RouteQuestion question, List<Ranked> ranked) {
        String name = question.familiarity().warm();
        for (int i = 0; i < ranked.size(); i++) {
            Ranked one = ranked.get(i);
            if (one.facts().name().equals(name)) {
                double spare = Math.max(SPARE, ofOneCall(question, one));
                return isNear(question, ranked.getFirst(), one, LEAST_SCORE, spare) ? i : -1;
            }
        }
        return -1;
    }

    /**
     * Returns the place of the one among those that are near which is drawn for the instructions:
     * always the same one, as long as it is near; -1 if none is.
     */
    private static int drawn(RouteQuestion question, List<Ranked> ranked) {
        long instructions = question.familiarity().instructions();
        int chosen = -1;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < ranked.size(); i++) {
            Ranked one = ranked.get(i);
            long drawn = drawn(instructions, one.facts().name());
            if ((chosen < 0 || drawn > highest)
                    && isNear(question, ranked.getFirst(), one, LEAST_SCORE_FOR_INSTRUCTIONS, 0)) {
                highest = drawn;
                chosen = i;
            }
        }
        return chosen;
    }

    private static void first(List<Ranked> ranked, int index, KeptReason reason) {
        ranked.addFirst(ranked.remove(index).because(reason));
    }

    /**
     * Returns true if a backend may come before the one that is first by the strategy.
     *
     * @param spare the load that it may have more
     */
    private static boolean isNear(
            RouteQuestion question, Ranked best, Ranked other, double leastScore, double spare) {
        if (other.kept().part() != Route.Part.USUAL
                || best.facts().rule().priority() != other.facts().rule().priority()
                || (question.prefersRestricted() && best.facts().zone() != other.facts().zone())) {
            return false;
        }
        double score = other.kept().score();
        boolean ranksNear =
                switch (question.strategy()) {
                    case PRIORITY, CHEAPEST -> score >= best.kept().score();
                    case SMART -> score >= leastScore * best.kept().score();
                    case ROUND_ROBIN, WEIGHTED, LEAST_LOADED -> true;
                };
        return ranksNear && load(question, other) <= load(question, best) + spare;
    }

    private static double load(RouteQuestion question, Ranked one) {
        return one.facts().load(question.terms().weight(one.facts()));
    }

    /** Returns the load of one call: a part of its places, or else of its weight. */
    private static double ofOneCall(RouteQuestion question, Ranked one) {
        return one.facts().rule().maxConcurrency().isPresent()
                ? 1.0 / one.facts().rule().maxConcurrency().getAsInt()
                : 1.0 / question.terms().weight(one.facts());
    }

    /**
     * Returns a number that looks random, and is the same for the same instructions and backend.
     */
    private static long drawn(long instructions, String backend) {
        long mixed = instructions ^ (backend.hashCode() * 0x9E3779B97F4A7C15L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
