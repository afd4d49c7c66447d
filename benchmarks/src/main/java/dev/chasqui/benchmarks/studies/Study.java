package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Quantity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One row of the report.
 *
 * @param id short name, which stays the same for the life of the project
 * @param title what people read above the table
 * @param meaning what the figures say, in a sentence or two
 * @param quantities columns of the table
 * @param base whose value is subtracted from that of the others in the same round
 */
public record Study(
        String id,
        String title,
        String meaning,
        Load load,
        List<Quantity> quantities,
        Optional<String> base,
        List<Contestant> contestants) {
    /** Whose figures the others' are divided by. */
    public static final String YARDSTICK = "nginx";

    /** Time in which the streams of a window begin, one after another, before it opens. */
    static final Duration STREAMS_BEGIN = Duration.ofMillis(700);

    /** Copies the lists. */
    public Study {
        quantities = List.copyOf(quantities);
        contestants = List.copyOf(contestants);
    }

    /** A study of what the load's cost is. */
    static Study ofCost(
            String id, String title, String meaning, Load load, List<Contestant> contestants) {
        return new Study(
                id, title, meaning, load, List.of(load.cost()), Optional.empty(), contestants);
    }

    /** The same of others. */
    Study with(List<Contestant> others) {
        return new Study(id, title, meaning, load, quantities, base, others);
    }
}
