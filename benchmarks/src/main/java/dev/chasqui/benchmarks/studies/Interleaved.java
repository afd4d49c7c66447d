package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.figures.Rounds;
import dev.chasqui.benchmarks.figures.Sample;
import dev.chasqui.benchmarks.loop.Loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The rounds of a study: each measures every contestant once, each time in another order. A round
 * that was disturbed is measured again, whatever it said, but no more of them than there are
 * rounds.
 */
public final class Interleaved {
    private static final double NO_LONGER_FALLS = 0.95;

    /** After so many windows in a row that were no better it is as fast as it gets. */
    private static final int STEADY = 3;

    /** A compiler may think for seconds before it makes anything better. */
    private static final int PARTS_THAT_MUST_BE = 6;

    private final Effort effort;
    private final Loop loop;
    private final Disturbances disturbances;

    /** Rounds as many and as long as the effort says. */
    public Interleaved(Effort effort, Loop loop, Disturbances disturbances) {
        this.effort = effort;
        this.loop = loop;
        this.disturbances = disturbances;
    }

    /** Measures a study: a figure for each contestant and quantity. */
    public List<Figure> run(Study study) {
        for (Contestant contestant : study.contestants()) {
            warmUp(study.load(), contestant);
        }
        Rounds rounds = new Rounds(study.base(), Study.YARDSTICK);
        int again = 0;
        for (int number = 0; number < effort.rounds(); ) {
            Disturbances.Times before = disturbances.now();
            Map<String, Sample> round = round(study, number, rounds);
            if (disturbances.countSince(before) && again < effort.rounds()) {
                again++;
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
     * Puts the load on once, since nobody is at his best on a path that he has not gone yet; and on
     * who warms up, until what an answer costs no longer falls.
     */
    private void warmUp(Load load, Contestant contestant) {
        long begun = System.nanoTime();
        long least = begun + effort.warmUp().dividedBy(PARTS_THAT_MUST_BE).toNanos();
        long end = begun + effort.warmUp().toNanos();
        Duration part = effort.window().dividedBy(2);
        double best = Double.MAX_VALUE;
        int notBetter = 0;
        do {
            OptionalDouble cost = load.window(loop, contestant, part).value(load.cost());
            boolean falls = cost.isPresent() && cost.getAsDouble() < best * NO_LONGER_FALLS;
            best = Math.min(best, cost.orElse(best));
            notBetter = falls ? 0 : notBetter + 1;
        } while (contestant.pace() == Contestant.Pace.WARMS_UP
                && (notBetter < STEADY || System.nanoTime() < least)
                && System.nanoTime() < end);
    }
}
