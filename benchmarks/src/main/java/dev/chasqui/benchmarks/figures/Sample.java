package dev.chasqui.benchmarks.figures;

import java.util.Map;
import java.util.OptionalDouble;

/** What one window of one gateway gave. */
public sealed interface Sample {
    /** Values of a window without a failed request. */
    record Measured(Map<Quantity, Double> values) implements Sample {
        /** Copies the values. */
        public Measured {
            values = Map.copyOf(values);
        }
    }

    /** A window that does not count, and why. */
    record Failed(String why) implements Sample {}

    /** The value of a quantity, where this window has it. */
    default OptionalDouble value(Quantity quantity) {
        return switch (this) {
            case Measured(Map<Quantity, Double> values) when values.containsKey(quantity) ->
                    OptionalDouble.of(values.get(quantity));
            case Measured _, Failed _ -> OptionalDouble.empty();
        };
    }
}
