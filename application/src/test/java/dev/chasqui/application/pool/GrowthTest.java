package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The scheduler's reaction to measured memory, in virtual time. */
class GrowthTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Scheduler scheduler =
            new Scheduler(
                    new PoolLimits(2, size(100, 100), 10, Duration.ofMinutes(1)),
                    List.of(PooledModel.of("m", 2), PooledModel.of("n", 2)));
    private Instant now = Instant.EPOCH;
    private long tickets;

    @Test
    void oneThatGrowsMakesAnIdleOneLeave() {
        use(load("n", size(30, 30), MeasuredMemory.NOTHING));
        Ticket used = load("m", size(30, 30), MeasuredMemory.of(size(30, 30)));
        scheduler.takeActions();

        scheduler.observed("m", MeasuredMemory.of(size(30, 80)), now);

        assertThat(actions(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("n"));
        use(used);
    }

    @Test
    void whatIsNotSeenCountsAsExpected() {
        load("m", size(30, 30), new MeasuredMemory(Optional.of(mebibytes(40)), Optional.empty()));
        assertThat(scheduler.state("m").memory()).contains(size(40, 30));

        scheduler.observed(
                "m", new MeasuredMemory(Optional.empty(), Optional.of(mebibytes(50))), now);
        assertThat(scheduler.state("m").memory()).contains(size(40, 50));
        assertThat(scheduler.state("m").actual()).isEqualTo(MeasuredMemory.of(size(40, 50)));
        assertThat(scheduler.state("m").expected()).contains(size(30, 30));
    }

    @Test
    void whatIsSeenForTheFirstTimeCountsThoughItIsLess() {
        load("m", size(30, 90), new MeasuredMemory(Optional.of(mebibytes(20)), Optional.empty()));
        assertThat(scheduler.state("m").memory()).contains(size(20, 90));

        scheduler.observed("m", MeasuredMemory.of(size(10, 60)), now);
        scheduler.observed("m", MeasuredMemory.of(size(10, 50)), now);

        assertThat(scheduler.state("m").memory()).contains(size(20, 60));
    }

    @Test
    void whatItWillTakeBesidesCountsAndTheMostThatWasSeen() {
        load(
                "m",
                size(50, 0),
                new MeasuredMemory(Optional.of(mebibytes(30)), Optional.empty(), mebibytes(20)));
        assertThat(scheduler.state("m").memory()).contains(size(50, 0));

        scheduler.observed("m", MeasuredMemory.of(size(40, 0)), now);
        assertThat(scheduler.state("m").memory()).contains(size(50, 0));

        scheduler.observed("m", MeasuredMemory.of(size(60, 0)), now);
        scheduler.observed("m", MeasuredMemory.of(size(20, 0)), now);
        assertThat(scheduler.state("m").memory()).contains(size(60, 0));
        assertThat(scheduler.state("m").actual()).isEqualTo(MeasuredMemory.of(size(20, 0)));
    }

    @Test
    void whateverItTakesItCanBeLoadedAlone() {
        load("m", size(30, 30), MeasuredMemory.NOTHING);

        scheduler.observed("m", MeasuredMemory.of(size(1 << 29, 1 << 29)), now);

        assertThat(scheduler.state("m").memory()).contains(size(100, 100));
    }

    @Test
    void itIsLookedAtWhenItsFirstLeaseEndsAndThenAtACalmPace() {
        Ticket first = load("m", size(1, 1), MeasuredMemory.NOTHING);
        pass(Duration.ofSeconds(1));
        use(first);
        assertThat(measurements()).isEqualTo(1);

        for (int i = 0; i < 29; i++) {
            use(want("m"));
            pass(Duration.ofSeconds(1));
        }
        assertThat(measurements()).isZero();

        pass(Duration.ofSeconds(1));
        assertThat(measurements()).isEqualTo(1);
        assertThat(scheduler.wakeAt(now)).isEmpty();

        pass(Duration.ofHours(1));
        assertThat(measurements()).isZero();
    }

    @Test
    void oneThatIsUsedForLongIsLookedAtMeanwhile() {
        Ticket reader = load("m", size(1, 1), MeasuredMemory.NOTHING);

        pass(PAUSE.multipliedBy(4));

        assertThat(measurements()).isEqualTo(4);
        use(reader);
        pass(PAUSE);
        assertThat(measurements()).isEqualTo(1);
        assertThat(scheduler.wakeAt(now)).isEmpty();
    }

    @Test
    void nobodyIsWokenForWhatIsNotThere() {
        assertThat(scheduler.wakeAt(now)).isEmpty();
        use(load("m", size(1, 1), MeasuredMemory.NOTHING));
        scheduler.exited("m", now);

        assertThat(scheduler.wakeAt(now)).isEmpty();
        assertThat(scheduler.state("m").actual()).isEqualTo(MeasuredMemory.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"120, 100, 0", "121, 100, 1", "80, 100, 0", "79, 100, 1", "100, 121, 1"})
    void whoIsOffByMoreThanAFifthIsToldOfOnce(int ram, int vram, int times) {
        Scheduler roomy =
                new Scheduler(
                        new PoolLimits(1, size(1000, 1000), 10, PAUSE),
                        List.of(PooledModel.of("m", 1)));
        roomy.want(new Ticket(1, "m", "ada", now), now);
        roomy.prepared("m", size(100, 100), now);
        roomy.loaded("m", MeasuredMemory.of(size(ram, vram)), now);
        roomy.observed("m", MeasuredMemory.of(size(ram, vram)), now);

        List<String> told =
                roomy.takeActions().stream()
                        .filter(PoolAction.Report.class::isInstance)
                        .map(one -> ((PoolAction.Report) one).text())
                        .filter(text -> text.contains("takes"))
                        .toList();
        assertThat(told)
                .hasSize(times)
                .allMatch(
                        text ->
                                text.equals(
                                        "model 'm' takes %d.0 MiB and %d.0 MiB of VRAM (expected:"
                                                        .formatted(ram, vram)
                                                + " 100.0 MiB and 100.0 MiB of VRAM)"));
    }

    /** Gets a lease of a model, which is loaded first. */
    private Ticket load(String model, Footprint expected, MeasuredMemory seen) {
        Ticket ticket = want(model);
        scheduler.prepared(model, expected, now);
        scheduler.loaded(model, seen, now);
        return ticket;
    }

    private Ticket want(String model) {
        Ticket ticket = new Ticket(++tickets, model, "ada", now);
        scheduler.want(ticket, now);
        return ticket;
    }

    /** Ends the lease of a ticket. */
    private void use(Ticket ticket) {
        scheduler.released(ticket, 1, KeepAlive.AS_BEFORE, now);
    }

    private void pass(Duration time) {
        Instant end = now.plus(time);
        for (Optional<Instant> wake = scheduler.wakeAt(now);
                wake.filter(when -> !when.isAfter(end)).isPresent();
                wake = scheduler.wakeAt(now)) {
            now = wake.get();
            scheduler.wake(now);
        }
        now = end;
    }

    private long measurements() {
        return actions(PoolAction.Observe.class).size();
    }

    private <T extends PoolAction> List<T> actions(Class<T> kind) {
        return scheduler.takeActions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Footprint size(long ram, long vram) {
        return new Footprint(mebibytes(ram), mebibytes(vram));
    }

    private static ByteSize mebibytes(long count) {
        return ByteSize.ofMebibytes(count);
    }
}
