package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A model that crashes again and again, and one that fails to load, beside others. */
class RestingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Scheduler scheduler =
            new Scheduler(
                    new PoolLimits(1, Footprint.NONE, 10, PATIENCE),
                    List.of(PooledModel.of("bad", 1), PooledModel.of("good", 1)));
    private Instant now = Instant.EPOCH;
    private long tickets;

    @Test
    void whoCrashedManyTimesLeavesItsPlaceToOthersAndThoseWhoWaitForItAreTold() {
        want("bad");
        scheduler.prepared("bad", Footprint.NONE, now);
        for (int crashes = 0; crashes < 4; crashes++) {
            assertThat(taken(PoolAction.Start.class)).hasSize(1);
            scheduler.loaded("bad", MeasuredMemory.NOTHING, now);
            want("bad");
            scheduler.exited("bad", now);
            now = now.plusSeconds(5);
            if (crashes < 3) {
                scheduler.wake(now);
            }
        }

        assertThat(taken(PoolAction.Refuse.class))
                .isNotEmpty()
                .allMatch(refused -> refused.why() instanceof Failure.Overloaded);
        assertThat(scheduler.state("bad").waiting()).isZero();
        want("good");
        scheduler.prepared("good", Footprint.NONE, now);
        assertThat(taken(PoolAction.Start.class)).hasSize(1);
    }

    @Test
    void whoRestsKeepsNobodyFromAFreePlace() {
        want("bad");
        scheduler.prepared("bad", Footprint.NONE, now);
        scheduler.loaded("bad", MeasuredMemory.NOTHING, now);
        scheduler.exited("bad", now);
        want("bad");
        scheduler.loaded("bad", MeasuredMemory.NOTHING, now);
        scheduler.exited("bad", now);
        var _ = scheduler.takeActions();
        // The model rests two seconds now, which is worth waiting for.
        want("bad");
        want("good");
        scheduler.prepared("good", Footprint.NONE, now);

        assertThat(taken(PoolAction.Start.class))
                .extracting(start -> start.model().name())
                .containsExactly("good");
    }

    @Test
    void anOldFailureIsNotToldDuringASecondTry() {
        want("bad");
        scheduler.failed("bad", new LoadFailure(false, "no file"), now);
        now = now.plusSeconds(2);
        want("bad");
        scheduler.prepared("bad", Footprint.NONE, now);
        scheduler.failed("bad", new LoadFailure(true, "out of memory"), now);
        var _ = scheduler.takeActions();

        want("bad");

        assertThat(taken(PoolAction.Refuse.class)).isEmpty();
        assertThat(scheduler.state("bad").waiting()).isEqualTo(2);
    }

    @Test
    void whoFoundTooLittleMemoryIsPreparedAnewForItsSecondTry() {
        want("bad");
        scheduler.prepared("bad", Footprint.NONE, now);
        var _ = scheduler.takeActions();
        scheduler.failed("bad", new LoadFailure(true, "out of memory"), now);
        now = now.plusSeconds(2);
        scheduler.wake(now);
        assertThat(taken(PoolAction.Prepare.class)).hasSize(1);

        scheduler.prepared("bad", Footprint.NONE, now);

        assertThat(taken(PoolAction.Start.class)).hasSize(1);
    }

    private void want(String model) {
        scheduler.want(new Ticket(++tickets, model, "ada", now), now);
    }

    /** Returns the scheduler's actions of one kind since the last call. */
    private <T extends PoolAction> List<T> taken(Class<T> kind) {
        return scheduler.takeActions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
