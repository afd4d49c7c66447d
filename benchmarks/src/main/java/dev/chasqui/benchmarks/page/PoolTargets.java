package dev.chasqui.benchmarks.page;

import static dev.chasqui.benchmarks.page.Target.Kind.AT_LEAST;
import static dev.chasqui.benchmarks.page.Target.Kind.AT_MOST;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.pool.Alternating;
import dev.chasqui.benchmarks.pool.ColdHerd;
import dev.chasqui.benchmarks.pool.Kills;
import dev.chasqui.benchmarks.pool.LeaseTime;
import dev.chasqui.benchmarks.pool.SpawnedCost;
import dev.chasqui.benchmarks.pool.TwoModels;

import java.util.List;

/** The targets of the pool. */
final class PoolTargets {
    private PoolTargets() {}

    /** All targets, in the order of the page. */
    static final List<Target> ALL =
            List.of(
                    ours("herd: processes", ColdHerd.ID, Quantity.PROCESSES, AT_MOST, 1),
                    ours(
                            "herd: answers",
                            ColdHerd.ID,
                            Quantity.ANSWERS,
                            AT_LEAST,
                            ColdHerd.CLIENTS),
                    ours(
                            "two models: smaller share of the larger",
                            TwoModels.ID,
                            Quantity.SHARE,
                            AT_LEAST,
                            0.5),
                    ours("two models: longest wait", TwoModels.ID, Quantity.WAIT, AT_MOST, 12),
                    ours("two models: loads", TwoModels.ID, Quantity.LOADS, AT_MOST, 10),
                    ours("two models: answers", TwoModels.ID, Quantity.ANSWERS, AT_LEAST, 30),
                    ours(
                            "alternating: times a naive FIFO",
                            Alternating.ID,
                            Quantity.TIMES_FIFO,
                            AT_LEAST,
                            2),
                    of(
                            "CPU of a short request, beyond a backend's",
                            new Figure.Key(
                                    SpawnedCost.REQUEST,
                                    SpawnedCost.SPAWNED,
                                    Quantity.CPU_PER_REQUEST),
                            100),
                    of(
                            "CPU of a streamed token, beyond a backend's",
                            new Figure.Key(
                                    SpawnedCost.FRAME, SpawnedCost.SPAWNED, Quantity.CPU_PER_FRAME),
                            20),
                    of(
                            "a lease of a loaded model",
                            new Figure.Key(LeaseTime.ID, LeaseTime.SUBJECT, Quantity.TIME),
                            5_000),
                    ours("kill -9: processes left", Kills.ID, Quantity.ORPHANS, AT_MOST, 0));

    private static Target ours(
            String figure, String row, Quantity quantity, Target.Kind kind, double must) {
        return Target.must(figure, new Figure.Key(row, Chasqui.NAME, quantity), kind, must);
    }

    private static Target of(String figure, Figure.Key key, double must) {
        return Target.must(figure, key, AT_MOST, must);
    }
}
