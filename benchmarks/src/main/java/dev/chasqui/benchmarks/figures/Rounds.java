package dev.chasqui.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The rounds of one study; each has one window of every contestant. */
public final class Rounds {
    /**
     * The divisor of the windows that may fail: if more than one in ten fails, there is no figure.
     */
    private static final int ONE_IN = 10;

    private final Optional<String> base;
    private final String yardstick;
    private final List<Map<String, Sample>> rounds = new ArrayList<>();

    /**
     * * Makes an empty list of rounds.
     *
     * @param base the name whose value is subtracted from those of the others in the same round
     * @param yardstick the name by whose value the others are divided in the same round, if it
     *     takes part
     */
    public Rounds(Optional<String> base, String yardstick) {
        this.base = base;
        this.yardstick = yardstick;
    }

    /** Adds a round, with a sample for each name. */
    public void add(Map<String, Sample> round) {
        rounds.add(Map.copyOf(round));
    }

    /** Returns the figure of one name over all rounds. */
    public Figure figure(Figure.Key key) {
        List<String> failures = failures(key.subject());
        int windows = windows(key.subject());
        if (windows == 0) {
            return Figure.none(key, "not measured");
        }
        if (tooMany(failures.size(), windows)) {
            String why =
                    failures.size() + " of " + windows + " windows failed: " + failures.getFirst();
            return new Figure(
                    key,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    windows,
                    failures.size(),
                    why);
        }
        boolean isBase = base.equals(Optional.of(key.subject()));
        List<Double> values = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (Map<String, Sample> round : rounds) {
            OptionalDouble value = value(round, key.subject(), key.quantity());
            OptionalDouble measure = value(round, yardstick, key.quantity());
            value.ifPresent(values::add);
            if (!isBase && value.isPresent() && measure.isPresent() && measure.getAsDouble() > 0) {
                ratios.add(value.getAsDouble() / measure.getAsDouble());
            }
        }
        return new Figure(
                key,
                Median.of(values),
                Median.of(ratios),
                windows,
                failures.size(),
                failures.isEmpty() ? "" : failures.getFirst());
    }

    /**
     * Returns true if a name has failed too often to get a figure.
     *
     * @param planned the number of windows planned for the name
     */
    public boolean isLost(String subject, int planned) {
        return tooMany(failures(subject).size(), planned);
    }

    private static boolean tooMany(int failures, int windows) {
        return failures * ONE_IN > windows;
    }

    private int windows(String subject) {
        return (int) rounds.stream().filter(round -> round.containsKey(subject)).count();
    }

    private List<String> failures(String subject) {
        List<String> failures = new ArrayList<>();
        for (Map<String, Sample> round : rounds) {
            if (round.get(subject) instanceof Sample.Failed(String why)) {
                failures.add(why);
            }
        }
        return failures;
    }

    /**
     * Returns the value of a name in a round, less the base's value unless it is the base itself.
     */
    private OptionalDouble value(Map<String, Sample> round, String subject, Quantity quantity) {
        OptionalDouble own = alone(round, subject, quantity);
        if (base.isEmpty() || base.get().equals(subject) || own.isEmpty()) {
            return own;
        }
        OptionalDouble less = alone(round, base.get(), quantity);
        return less.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(own.getAsDouble() - less.getAsDouble());
    }

    private static OptionalDouble alone(
            Map<String, Sample> round, String subject, Quantity quantity) {
        Sample sample = round.get(subject);
        return sample == null ? OptionalDouble.empty() : sample.value(quantity);
    }
}
