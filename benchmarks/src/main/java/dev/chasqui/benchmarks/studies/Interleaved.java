package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.figures.Rounds;
import dev.chasqui.benchmarks.figures.Sample;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.loop.SocketLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Runs the rounds of a study. Each round measures every contestant once, in another order each
 * time. A disturbed round is repeated regardless of its results; there are at most as many
 * repetitions as rounds.
 */
public final class Interleaved {
    private static final double LEAST_IMPROVEMENT = 0.95;

    /** The number of windows in a row without an improvement that ends a warm-up. */
    private static final int STEADY = 3;

    /**
     * The divisor of the longest warm-up that gives the shortest: a compiler may work for seconds
     * before the code gets faster.
     */
    private static final int SHORTEST_WARM_UP_DIVISOR = 6;

    /** The longest warm-up of a path with much code, as a multiple of that of others. */
    private static final int LONG_WARM_UPS = 6;

    /** The share of a window in which compilers may work and are still said to rest. */
    private static final double RESTING = 0.03;

    /**
     * The number of windows in a row in which the compilers rest at the end of a long warm-up. Code
     * that is run once a second, such as that of the ledger's writer, is compiled late.
     */
    private static final int RESTS = 12;

    private final RunEffort effort;
    private final SocketLoop loop;
    private final Disturbances disturbances;

    /** Makes a runner whose rounds have the number and length of an effort. */
    public Interleaved(RunEffort effort, SocketLoop loop, Disturbances disturbances) {
        this.effort = effort;
        this.loop = loop;
        this.disturbances = disturbances;
    }

    /** Measures a study and returns a figure for each contestant and quantity. */
    public List<Figure> run(Study study) {
        for (Contestant contestant : study.contestants()) {
            warmUp(study.load(), contestant);
        }
        Rounds rounds = new Rounds(study.base(), Study.YARDSTICK);
        int repeated = 0;
        for (int number = 0; number < effort.rounds(); ) {
            Disturbances.Times before = disturbances.now();
            Map<String, Sample> round = round(study, number, rounds);
            if (disturbances.countSince(before) && repeated < effort.rounds()) {
                repeated++;
            } else {
                rounds.add(round);
                number++;
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (Contestant contestant : study.contestants()) {
            for (Quantity quantity : study.quantities()) {
                figures.add(rounds.figure(new Figure.Key(study.id(), contestant.name(), quantity)));
            }
        }
        return figures;
    }

    private Map<String, Sample> round(Study study, int number, Rounds before) {
        List<Contestant> order = new ArrayList<>(study.contestants());
        Collections.rotate(order, -number);
        Map<String, Sample> samples = new HashMap<>();
        for (Contestant contestant : order) {
            if (!before.isLost(contestant.name(), effort.rounds())) {
                samples.put(
                        contestant.name(),
                        study.load().window(loop, contestant, effort.windowOf(contestant)));
            }
        }
        return samples;
    }

    /**
     * Runs the load once, since the first requests on a path are slower. A contestant that warms up
     * gets it until the cost of an answer no longer falls, and until its least time is over; one
     * with much code, until its compilers rest, since on one core their work counts as its own.
     */
    private void warmUp(StudyLoad load, Contestant contestant) {
        long begun = System.nanoTime();
        long least = begun + leastWarmUp(contestant).toNanos();
        long end = begun + longestWarmUp(contestant).toNanos();
        Duration part = effort.window().dividedBy(2);
        double best = Double.MAX_VALUE;
        int steady = 0;
        do {
            Duration compiled = compilerTime(contestant);
            OptionalDouble cost = load.window(loop, contestant, part).value(load.cost());
            boolean falls = cost.isPresent() && cost.getAsDouble() < best * LEAST_IMPROVEMENT;
            boolean compiles =
                    contestant.pace() == Contestant.Pace.WARMS_UP_LONG
                            && compilerTime(contestant).minus(compiled).toNanos()
                                    > RESTING * part.toNanos();
            best = Math.min(best, cost.orElse(best));
            steady = falls || compiles ? 0 : steady + 1;
        } while (System.nanoTime() < least
                || (steady < steadyWindows(contestant) && System.nanoTime() < end));
    }

    private static Duration compilerTime(Contestant contestant) {
        return contestant.process().map(RunningProcess::compilerTime).orElse(Duration.ZERO);
    }

    private static int steadyWindows(Contestant contestant) {
        return contestant.pace() == Contestant.Pace.WARMS_UP_LONG ? RESTS : STEADY;
    }

    private Duration leastWarmUp(Contestant contestant) {
        return switch (contestant.pace()) {
            case STEADY, SLOW -> Duration.ZERO;
            case WARMS_UP -> effort.warmUp().dividedBy(SHORTEST_WARM_UP_DIVISOR);
            case WARMS_UP_LONG -> effort.warmUp();
        };
    }

    private Duration longestWarmUp(Contestant contestant) {
        return switch (contestant.pace()) {
            case STEADY, SLOW -> Duration.ZERO;
            case WARMS_UP -> effort.warmUp();
            case WARMS_UP_LONG -> effort.warmUp().multipliedBy(LONG_WARM_UPS);
        };
    }
}
