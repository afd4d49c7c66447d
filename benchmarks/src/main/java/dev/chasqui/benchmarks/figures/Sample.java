package dev.chasqui.benchmarks.figures;

import java.util.Map;
import java.util.OptionalDouble;

/** The result of one window of one gateway. */
public sealed interface Sample {
    /** The values of a window without a failed request. */
    record Measured(Map<Quantity, Double> values) implements Sample {
        /** Copies the values. */
        public Measured {
            values = Map.copyOf(values);
        }
    }

    /** An invalid window, with the reason. */
    record Failed(String why) implements Sample {}

    /** Returns the value of a quantity; empty if this window has none. */
    default OptionalDouble value(Quantity quantity) {
        return switch (this) {
            case Measured(Map<Quantity, Double> values) when values.containsKey(quantity) ->
                    OptionalDouble.of(values.get(quantity));
            case Measured _, Failed _ -> OptionalDouble.empty();
        };
    }
}
