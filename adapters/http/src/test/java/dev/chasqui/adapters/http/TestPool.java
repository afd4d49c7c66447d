package dev.chasqui.adapters.http;

import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.application.pool.PooledModel;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A pool whose models load when the test lets them, and report a progress of one half then. The
 * same scripted backend serves all of them.
 */
final class TestPool implements AutoCloseable {
    static final String PROGRESS = "loading, 50 %";

    final ScriptedBackend server = new ScriptedBackend();
    final ScriptedLogs logs = new ScriptedLogs();
    private final CountDownLatch let = new CountDownLatch(1);
    private final Pool pool;
    private final PoolBackend backend;

    private TestPool(String... models) {
        List<String> names = Arrays.asList(models);
        this.pool =
                new Pool(
                        new PoolLimits(
                                2,
                                Footprint.ofRam(ByteSize.ofMebibytes(100)),
                                10,
                                Duration.ofSeconds(30)),
                        names.stream().map(name -> PooledModel.of(name, 4)).toList(),
                        new Servers());
        this.backend = new PoolBackend(pool, () -> names.stream().map(ModelInfo::of).toList());
    }

    static TestPool of(String... models) {
        TestPool pool = new TestPool(models);
        pool.let();
        return pool;
    }

    /** Returns a pool that waits for {@link #let} before it loads a model. */
    static TestPool hesitating(String... models) {
        return new TestPool(models);
    }

    /** Sets the failure of later loads; an empty one lets them succeed. */
    volatile String failure = "";

    /** Lets models load from now on. */
    void let() {
        let.countDown();
    }

    Pool pool() {
        return pool;
    }

    PoolBackend backend() {
        return backend;
    }

    ModelLogs logs() {
        return logs;
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class Servers implements ModelServers {
        private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();

        @Override
        public void prepare(String model, Watcher watcher) {
            watcher.prepared(Footprint.NONE);
        }

        @Override
        public void abandon(String model) {}

        @Override
        public void start(String model, Watcher watcher) {
            watchers.put(model, watcher);
            Thread.ofVirtual().name("loading-" + model).start(() -> load(watcher));
        }

        private void load(Watcher watcher) {
            watcher.progress(PROGRESS);
            try {
                if (!failure.isEmpty()) {
                    watcher.failed(new LoadFailure(false, failure));
                } else if (let.await(10, TimeUnit.SECONDS)) {
                    watcher.loaded(
                            server, MeasuredMemory.of(Footprint.ofRam(ByteSize.ofMebibytes(3))));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stop(String model) {
            Watcher watcher = watchers.get(model);
            if (watcher != null) {
                Thread.ofVirtual().name("ending-" + model).start(watcher::exited);
            }
        }

        @Override
        public void observe(String model) {}

        @Override
        public void close() {
            let.countDown();
        }
    }
}
