package dev.chasqui.plugins.parallel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Votes, counted.
 *
 * @param groups the votes that are the same in what counts, in the order of their first ones
 */
record Poll<T>(List<List<T>> groups) {

    /**
     * Counts votes.
     *
     * @param votes at least one
     * @param essence what counts of a vote
     */
    static <T> Poll<T> of(List<T> votes, Function<? super T, ?> essence) {
        Map<Object, List<T>> groups = new LinkedHashMap<>();
        for (T vote : votes) {
            groups.computeIfAbsent(essence.apply(vote), first -> new ArrayList<>()).add(vote);
        }
        return new Poll<>(List.copyOf(groups.values()));
    }

    /** The largest group; of several the one whose first vote came first. */
    List<T> majority() {
        List<T> largest = groups.getFirst();
        for (List<T> group : groups) {
            if (group.size() > largest.size()) {
                largest = group;
            }
        }
        return largest;
    }

    /** The first vote of the majority. */
    T winner() {
        return majority().getFirst();
    }
}
