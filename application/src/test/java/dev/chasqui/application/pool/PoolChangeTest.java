package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A pool whose models change while callers use them and wait for them. */
class PoolChangeTest {
    private static final PoolLimits LIMITS =
            new PoolLimits(2, Footprint.NONE, 300, Duration.ofSeconds(30));
    private static final PooledModel M = PooledModel.of("m", 1).withRecipe("old");
    private static final PooledModel CHANGED = PooledModel.of("m", 1).withRecipe("new");
    private static final PooledModel N = PooledModel.of("n", 1);
    private static final Backend OLD = new FakeBackend("old");
    private static final Backend NEW = new FakeBackend("new");

    private final ScriptedServers servers = new ScriptedServers();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Pool pool = new Pool(LIMITS, List.of(M, N), servers);

    @AfterEach
    void close() {
        pool.close();
        threads.close();
    }

    @Test
    void whoeverUsesAChangedModelKeepsItsServerAndTheNextOneGetsTheNew() throws Exception {
        Future<Lease> first = leaseLater("m");
        ScriptedServers.Started old = servers.next();
        old.watcher().loaded(OLD, MeasuredMemory.NOTHING);
        Lease lease = first.get(10, TimeUnit.SECONDS);
        Future<Lease> second = leaseLater("m");

        PoolChange change = pool.change(LIMITS, List.of(CHANGED, N), () -> {});

        assertThat(change).hasToString("with another recipe: m");
        assertThat(lease.server()).isSameAs(OLD);
        assertThat(servers.stopped).isEmpty();
        lease.close();
        assertThat(servers.stopped.poll(10, TimeUnit.SECONDS)).isEqualTo("m");
        old.watcher().exited();
        servers.next().watcher().loaded(NEW, MeasuredMemory.NOTHING);
        assertThat(second.get(10, TimeUnit.SECONDS).server()).isSameAs(NEW);
    }

    @Test
    void whoeverWaitsForARemovedModelIsRefusedAndSoIsWhoeverComes() throws Exception {
        Future<FailureException> waiter = threads.submit(() -> refused("m"));
        ScriptedServers.Started loading = servers.next();

        pool.change(LIMITS, List.of(N), () -> {});

        assertThat(waiter.get(10, TimeUnit.SECONDS).failure().message())
                .contains("model 'm' was removed from the pool while this request waited for it");
        assertThat(refused("m").failure()).isEqualTo(new Failure.UnknownModel("m", List.of("n")));
        assertThat(pool.contains("m")).isFalse();
        assertThat(servers.stopped.poll(10, TimeUnit.SECONDS)).isEqualTo("m");
        loading.watcher().failed(new LoadFailure(false, "it was stopped"));
        assertThat(pool.states()).extracting(one -> one.model().name()).containsExactly("n");
    }

    @Test
    void whatIsAskedOfAModelThatWasRemovedIsRefused() {
        pool.change(LIMITS, List.of(N), () -> {});

        for (Runnable asking :
                List.<Runnable>of(
                        () -> pool.state("m"), () -> pool.pin("m", true), () -> pool.unload("m"))) {
            assertThatThrownBy(asking::run).isInstanceOf(FailureException.class);
        }
    }

    @Test
    void aNewModelIsKnownAsSoonAsTheChangeIsMade() throws Exception {
        pool.change(LIMITS, List.of(M, N, PooledModel.of("o", 1)), () -> {});

        Future<Lease> lease = leaseLater("o:latest");
        servers.next().watcher().loaded(NEW, MeasuredMemory.NOTHING);

        assertThat(lease.get(10, TimeUnit.SECONDS).model()).isEqualTo("o");
    }

    @Test
    void theServersLearnBeforeAnythingIsPreparedByTheNewRecipe() throws Exception {
        List<String> order = new ArrayList<>();
        Future<Lease> waiter = leaseLater("m");
        ScriptedServers.Started old = servers.next();
        servers.whenPrepared = () -> order.add("prepared");

        pool.change(LIMITS, List.of(CHANGED, N), () -> order.add("learnt"));
        old.watcher().failed(new LoadFailure(false, "it was stopped"));
        servers.next().watcher().loaded(NEW, MeasuredMemory.NOTHING);

        assertThat(waiter.get(10, TimeUnit.SECONDS).server()).isSameAs(NEW);
        assertThat(order).containsExactly("learnt", "prepared");
    }

    @Test
    void wheneverTheServersCannotLearnNothingChanges() {
        assertThatThrownBy(
                        () ->
                                pool.change(
                                        LIMITS,
                                        List.of(N),
                                        () -> {
                                            throw new IllegalStateException("on purpose");
                                        }))
                .hasMessage("on purpose");

        assertThat(pool.contains("m")).isTrue();
    }

    @Test
    void aModelThatIsNamedTwiceIsTold() {
        assertThatThrownBy(() -> pool.change(LIMITS, List.of(N, N), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'n' is named twice");

        assertThat(pool.contains("m")).isTrue();
    }

    @Test
    void aPoolThatIsClosedIsNotChanged() {
        pool.close();

        assertThatThrownBy(() -> pool.change(LIMITS, List.of(N), () -> {}))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
    }

    private Future<Lease> leaseLater(String model) {
        return threads.submit(() -> pool.lease(model, "ada", new Cancellation(), _ -> {}));
    }

    private FailureException refused(String model) {
        return catchThrowableOfType(
                FailureException.class,
                () -> pool.lease(model, "ada", new Cancellation(), _ -> {}));
    }
}
