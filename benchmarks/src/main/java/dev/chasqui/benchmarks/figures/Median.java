package dev.chasqui.benchmarks.figures;

import java.util.Collection;
import java.util.OptionalDouble;

/** The middle of some values. */
public final class Median {
    private Median() {}

    /** The middle one, or the mean of the two in the middle; empty where there are none. */
    public static OptionalDouble of(Collection<Double> values) {
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return OptionalDouble.of(
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
