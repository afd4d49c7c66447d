package dev.chasqui.benchmarks.micro;

import dev.chasqui.application.pool.Lease;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.application.pool.PooledModel;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.time.Duration;
import java.util.stream.IntStream;

/** Measures a lease of a loaded model, taken and given back by a virtual thread as exchanges do. */
@State(Scope.Thread)
public class LeaseBenchmark {
    private static final int LEASES = 1_000;

    /** The number of models. */
    @Param({"1", "20"})
    private int models;

    private Pool pool = pool(1);

    private static Pool pool(int models) {
        return new Pool(
                new PoolLimits(models, Footprint.NONE, 10, Duration.ofMinutes(1)),
                IntStream.range(0, models).mapToObj(i -> PooledModel.of("m" + i, 4)).toList(),
                new Instant());
    }

    /** Loads all models. */
    @Setup
    public void load() {
        pool.close();
        pool = pool(models);
        IntStream.range(0, models).forEach(i -> lease("m" + i).close());
    }

    @TearDown
    public void close() {
        pool.close();
    }

    private Lease lease(String model) {
        return pool.lease(model, "ada", new Cancellation(), _ -> {});
    }

    /** Takes and gives back leases. */
    @Benchmark
    @OperationsPerInvocation(LEASES)
    public void warm() throws InterruptedException {
        Thread.ofVirtual().start(this::leases).join();
    }

    private void leases() {
        for (int i = 0; i < LEASES; i++) {
            lease("m0").close();
        }
    }

    /** Model servers that load at once. */
    private static final class Instant implements ModelServers {
        @Override
        public void prepare(String model, Watcher watcher) {
            watcher.prepared(Footprint.NONE);
        }

        @Override
        public void abandon(String model) {}

        @Override
        public void start(String model, Watcher watcher) {
            watcher.loaded(new PipelineBenchmark.Ready(), MeasuredMemory.NOTHING);
        }

        @Override
        public void stop(String model) {
            throw new IllegalStateException("no model is to be stopped: " + model);
        }

        @Override
        public void observe(String model) {}

        @Override
        public void close() {}
    }
}
