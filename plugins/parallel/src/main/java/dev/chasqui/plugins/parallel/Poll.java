package dev.chasqui.plugins.parallel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A count of votes.
 *
 * @param groups the groups of equal votes, in the order of their first votes
 */
record Poll<T>(List<List<T>> groups) {

    /**
     * Counts votes.
     *
     * @param votes the votes, at least one
     * @param essence returns the part of a vote by which votes are compared
     */
    static <T> Poll<T> of(List<T> votes, Function<? super T, ?> essence) {
        Map<Object, List<T>> groups = new LinkedHashMap<>();
        for (T vote : votes) {
            groups.computeIfAbsent(essence.apply(vote), first -> new ArrayList<>()).add(vote);
        }
        return new Poll<>(List.copyOf(groups.values()));
    }

    /** Returns the largest group; of several, the one whose first vote came first. */
    List<T> majority() {
        List<T> largest = groups.getFirst();
        for (List<T> group : groups) {
            if (group.size() > largest.size()) {
                largest = group;
            }
        }
        return largest;
    }

    /** Returns the first vote of the majority. */
    T winner() {
        return majority().getFirst();
    }
}
