package dev.chasqui.application.memory;

import dev.chasqui.application.port.memory.Fact;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** The choice of the facts that fit a question. */
final class FittingFacts {
    /** The most facts that go with a question. */
    static final int MOST = 8;

    private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{N}]+");

    private FittingFacts() {}

    /**
     * Returns the facts that fit a question, the oldest first: all if there are few, else those
     * whose meaning is nearest. Facts are compared by their words if one of the two has no vector.
     *
     * @param vector makes the vector of the question, if it is needed
     */
    static List<Fact> of(List<Fact> facts, String question, Supplier<List<Float>> vector) {
        if (facts.size() <= MOST) {
            return facts;
        }
        List<Float> asked = vector.get();
        Set<String> words = words(question);
        ToDoubleFunction<Fact> likeness =
                fact ->
                        asked.isEmpty() || fact.vector().size() != asked.size()
                                ? shared(words, words(fact.text()))
                                : product(asked, fact.vector());
        return facts.stream()
                .map(fact -> new Rated(fact, likeness.applyAsDouble(fact)))
                .sorted(
                        Comparator.comparingDouble(Rated::likeness)
                                .thenComparingLong(rated -> rated.fact().number())
                                .reversed())
                .limit(MOST)
                .map(Rated::fact)
                .sorted(Comparator.comparingLong(Fact::number))
                .toList();
    }

    private record Rated(Fact fact, double likeness) {}

    private static double product(List<Float> one, List<Float> other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum += one.get(i) * other.get(i);
        }
        return sum;
    }

    /** Returns the part of a fact's words that the question has, too, from 0 to 1. */
    private static double shared(Set<String> question, Set<String> fact) {
        long common = fact.stream().filter(question::contains).count();
        return fact.isEmpty() ? 0 : (double) common / fact.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(GAP.split(text.toLowerCase(Locale.ROOT))));
    }
}
