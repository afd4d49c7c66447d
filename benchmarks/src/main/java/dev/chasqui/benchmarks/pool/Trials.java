package dev.chasqui.benchmarks.pool;

import java.nio.file.Path;
import java.util.List;

/** All trials, in the order of the page. */
public final class Trials {
    private Trials() {}

    /**
     * * Returns all trials.
     *
     * @param pieces the results file of {@code benchmarks/micro/run}
     */
    public static List<Trial> all(Path pieces) {
        return List.of(
                new ColdHerd(),
                new TwoModels(),
                new Alternating(),
                new SpawnedCost(),
                new LeaseTime(pieces),
                new Kills());
    }
}
