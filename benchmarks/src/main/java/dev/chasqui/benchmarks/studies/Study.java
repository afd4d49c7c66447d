package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Quantity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A study: one row of the report.
 *
 * @param id the short name, which never changes
 * @param title the heading above the table
 * @param meaning the meaning of the figures, in a sentence or two
 * @param load the load on the contestants
 * @param quantities the columns of the table
 * @param base the contestant whose value is subtracted from those of the others in the same round
 * @param contestants the contestants, in the order of the table
 */
public record Study(
        String id,
        String title,
        String meaning,
        StudyLoad load,
        List<Quantity> quantities,
        Optional<String> base,
        List<Contestant> contestants) {
    /** The contestant by whose figures those of the others are divided. */
    public static final String YARDSTICK = "nginx";

    /** The time before a window opens, in which its streams begin one after another. */
    static final Duration STREAMS_BEGIN = Duration.ofMillis(700);

    /** Copies the lists. */
    public Study {
        quantities = List.copyOf(quantities);
        contestants = List.copyOf(contestants);
    }

    /** Returns a study of the cost under a load. */
    static Study ofCost(
            String id, String title, String meaning, StudyLoad load, List<Contestant> contestants) {
        return new Study(
                id, title, meaning, load, List.of(load.cost()), Optional.empty(), contestants);
    }

    /** Returns the same study with other contestants. */
    Study with(List<Contestant> others) {
        return new Study(id, title, meaning, load, quantities, base, others);
    }
}
