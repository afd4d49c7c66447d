package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class PoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CALLER = "ada";
    private static final Backend SERVER = new FakeBackend("server");

    private final ScriptedServers servers = new ScriptedServers();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Pool pool =
            new Pool(
                    new PoolLimits(1, Footprint.NONE, 300, PATIENCE),
                    List.of(PooledModel.of("m", 300), PooledModel.of("n", 1)),
                    servers);

    @AfterEach
    void close() {
        pool.close();
        threads.close();
    }

    @Test
    void manyWhoComeWhileAModelLoadsShareOneLoad() throws Exception {
        List<Future<Lease>> leases = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            leases.add(threads.submit(() -> lease("m", new Cancellation())));
        }
        ScriptedServers.Started only = servers.next();
        only.watcher().loaded(SERVER, MeasuredMemory.NOTHING);

        for (Future<Lease> lease : leases) {
            assertThat(lease.get(10, TimeUnit.SECONDS).model()).isEqualTo("m");
        }
        assertThat(servers.started).isEmpty();
    }

    @Test
    void aLoadThatFailsTellsAllWhoWaitWhy() throws Exception {
        Future<FailureException> first = threads.submit(() -> refused("m"));
        servers.next().watcher().failed(new LoadFailure(false, "no such file"));

        Failure why = first.get(10, TimeUnit.SECONDS).failure();

        assertThat(why).isInstanceOf(Failure.BackendFailed.class);
        assertThat(why.message()).contains("model 'm'").contains("no such file");
        assertThat(refused("m").failure().message()).contains("no such file");
        assertThat(servers.started).isEmpty();
    }

    @Test
    void anErrorWhileAModelIsToBeLoadedIsToldAndEndsNothingElse() throws Exception {
        servers.errors.add(new OutOfMemoryError("as if"));
        assertThat(refused("m").failure())
                .isInstanceOfSatisfying(
                        Failure.BackendFailed.class,
                        why -> assertThat(why.message()).contains("the log says why"));

        servers.loadAtOnce(threads, SERVER);
        lease("n", new Cancellation()).close();
    }

    @Test
    void whoLeavesWhileAModelLoadsKeepsNoLease() throws Exception {
        Cancellation cancellation = new Cancellation();
        Future<FailureException> leaver =
                threads.submit(
                        () ->
                                catchThrowableOfType(
                                        FailureException.class, () -> lease("n", cancellation)));
        ScriptedServers.Started started = servers.next();
        cancellation.cancel();
        assertThat(leaver.get(10, TimeUnit.SECONDS).failure())
                .isInstanceOf(Failure.Cancelled.class);

        started.watcher().loaded(SERVER, MeasuredMemory.NOTHING);

        // There is one lease only, and it is free.
        lease("n", new Cancellation()).close();
    }

    @Test
    void aModelLeavesForAnotherOneWhenItsLeaseIsClosed() throws Exception {
        Future<Lease> first = threads.submit(() -> lease("m", new Cancellation()));
        ScriptedServers.Started m = servers.next();
        m.watcher().loaded(SERVER, MeasuredMemory.NOTHING);
        Lease lease = first.get(10, TimeUnit.SECONDS);
        Future<Lease> second = threads.submit(() -> lease("n", new Cancellation()));
        assertThat(servers.stopped).isEmpty();

        lease.close();
        lease.close();

        assertThat(servers.stopped.poll(10, TimeUnit.SECONDS)).isEqualTo("m");
        m.watcher().exited();
        servers.next().watcher().loaded(SERVER, MeasuredMemory.NOTHING);
        assertThat(second.get(10, TimeUnit.SECONDS).model()).isEqualTo("n");
    }

    @Test
    void anUnloadedModelLeavesWhateverThoseWhoUseItWantAndIsLoadedAnewForOthers() throws Exception {
        Future<Lease> first = threads.submit(() -> lease("m", new Cancellation()));
        ScriptedServers.Started before = servers.next();
        before.watcher().loaded(SERVER, MeasuredMemory.NOTHING);
        Lease lease = first.get(10, TimeUnit.SECONDS);
        pool.unload("m");
        Future<Lease> second = threads.submit(() -> lease("m", new Cancellation()));

        lease.keep(KeepAlive.FOREVER);
        lease.close();

        assertThat(servers.stopped.poll(10, TimeUnit.SECONDS)).isEqualTo("m");
        before.watcher().exited();
        servers.next().watcher().loaded(SERVER, MeasuredMemory.NOTHING);
        assertThat(second.get(10, TimeUnit.SECONDS).model()).isEqualTo("m");
    }

    @Test
    void aPinnedModelIsNotUnloadedNorAfterItIsUnpinned() throws Exception {
        Future<Lease> lease = threads.submit(() -> lease("m", new Cancellation()));
        servers.next().watcher().loaded(SERVER, MeasuredMemory.NOTHING);
        lease.get(10, TimeUnit.SECONDS).close();
        pool.pin("m", true);
        pool.unload("m");
        pool.pin("m", false);

        assertThat(pool.state("m").phase()).isEqualTo(ModelState.Phase.READY);
        assertThat(servers.stopped).isEmpty();
    }

    @Test
    void whatWillWakeItDoesNotGrowInNumber() throws Exception {
        try (Pool busy =
                new Pool(
                        new PoolLimits(1, Footprint.NONE, 300, PATIENCE),
                        List.of(hourly("m"), hourly("n")),
                        servers)) {
            Optional<ScriptedServers.Started> present = Optional.empty();
            for (int i = 0; i < 8; i++) {
                String model = i % 2 == 0 ? "m" : "n";
                Future<Lease> lease =
                        threads.submit(
                                () -> busy.lease(model, CALLER, new Cancellation(), _ -> {}));
                if (present.isPresent()) {
                    assertThat(servers.stopped.poll(10, TimeUnit.SECONDS)).isNotNull();
                    present.get().watcher().exited();
                }
                present = Optional.of(servers.next());
                present.get().watcher().loaded(SERVER, MeasuredMemory.NOTHING);
                lease.get(10, TimeUnit.SECONDS).close();
            }
            assertThat(busy.pendingTimers()).isLessThan(4);
        }
    }

    private static PooledModel hourly(String name) {
        return new PooledModel(
                name,
                Optional.empty(),
                1,
                Optional.of(Duration.ofHours(1)),
                false,
                0,
                Optional.empty());
    }

    @Test
    void aNameWithItsTagIsTheSameModel() throws Exception {
        Future<Lease> lease = threads.submit(() -> lease("m:latest", new Cancellation()));
        servers.next().watcher().loaded(SERVER, MeasuredMemory.NOTHING);
        assertThat(lease.get(10, TimeUnit.SECONDS).model()).isEqualTo("m");
        assertThat(pool.state("m:latest").model().name()).isEqualTo("m");
    }

    @Test
    void whoeverWaitsIsToldWhenThePoolCloses() throws Exception {
        Future<FailureException> waiting = threads.submit(() -> refused("m"));
        servers.next();

        pool.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS).failure())
                .isInstanceOf(Failure.Overloaded.class);
        assertThat(refused("m").failure()).isInstanceOf(Failure.Overloaded.class);
        assertThat(servers.closed.getCount()).isZero();
    }

    private Lease lease(String model, Cancellation cancellation) {
        return pool.lease(model, CALLER, cancellation, _ -> {});
    }

    private FailureException refused(String model) {
        return catchThrowableOfType(FailureException.class, () -> lease(model, new Cancellation()));
    }
}
