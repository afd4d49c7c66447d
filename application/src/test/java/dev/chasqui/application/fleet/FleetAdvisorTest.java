package dev.chasqui.application.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.application.pool.PooledModel;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class FleetAdvisorTest {
    private static final Instant MONDAY = Instant.parse("2026-11-30T00:00:00Z");
    private static final long GIB = 1L << 30;

    private final List<ModelHour> hours = new ArrayList<>();
    private final List<FleetMember> members = new ArrayList<>();

    /** Adds requests of some hours that had so many open at a time. */
    private FleetAdvisorTest used(
            String backend, String model, int firstHour, int hours, double open) {
        return used(backend, model, firstHour, hours, open, "0");
    }

    private FleetAdvisorTest used(
            String backend, String model, int firstHour, int count, double open, String cost) {
        for (int i = 0; i < count; i++) {
            hours.add(
                    new ModelHour(
                            MONDAY.plus(Duration.ofHours(firstHour + i)),
                            model,
                            backend,
                            10,
                            Money.of(new BigDecimal(cost)),
                            Math.round(open * Duration.ofHours(1).toMillis())));
        }
        return this;
    }

    private FleetAdvisorTest member(
            String name, Zone zone, int most, boolean loads, String... models) {
        members.add(FleetMember.of(name, zone, OptionalInt.of(most), List.of(models), loads));
        return this;
    }

    private List<Advice> onBackends() {
        return new FleetAdvisor(hours, members).onBackends();
    }

    private List<Advice> onPool(int most, int memoryGib, ModelState... states) {
        PoolLimits limits = new PoolLimits(most, memory(memoryGib), 10, Duration.ofSeconds(30));
        return new FleetAdvisor(hours, members).onPool(limits, List.of(states));
    }

    private static Footprint memory(int gib) {
        return Footprint.ofRam(new ByteSize(gib * GIB));
    }

    private static ModelState pooled(String name, int gib, boolean pinned) {
        return new ModelState(
                PooledModel.of(name, 2),
                ModelState.Phase.ABSENT,
                Optional.empty(),
                Optional.empty(),
                MeasuredMemory.NOTHING,
                Optional.of(memory(gib)),
                pinned,
                false,
                false,
                0,
                0,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aModelThatIsAskedForAllDayIsPinned() {
        used("pool", "often", 0, 30, 0.1).used("pool", "seldom", 3, 5, 0.1);

        assertThat(onPool(2, 10, pooled("often", 4, false), pooled("seldom", 6, false)))
                .containsExactly(
                        new Advice(
                                Advice.Action.PIN,
                                "often",
                                "pool",
                                "asked for in 30 of 30 hours; 4.0 GiB of 10.0 GiB would be pinned"
                                        + " then"));
    }

    @Test
    void noModelIsPinnedBesideWhichAnotherWouldNotFit() {
        used("pool", "often", 0, 30, 0.1).used("pool", "seldom", 3, 5, 0.1);

        assertThat(onPool(2, 9, pooled("often", 4, false), pooled("seldom", 6, false))).isEmpty();
        assertThat(onPool(1, 99, pooled("often", 4, false), pooled("seldom", 6, false))).isEmpty();
    }

    @Test
    void aPinnedModelThatNobodyAsksForMakesRoomForOneThatIs() {
        used("pool", "often", 0, 30, 0.1);

        assertThat(onPool(2, 10, pooled("often", 6, false), pooled("old", 4, true)))
                .extracting(Advice::action, Advice::model)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Advice.Action.UNPIN, "old"),
                        org.assertj.core.groups.Tuple.tuple(Advice.Action.PIN, "often"));
    }

    @Test
    void anEmptyLedgerSaysNothing() {
        assertThat(onPool(2, 10, pooled("old", 4, true))).isEmpty();
        assertThat(member("desk", Zone.RESTRICTED, 2, false, "m").onBackends()).isEmpty();
    }

    @Test
    void theModelOfABusyBackendIsLoadedOnTheIdlestOther() {
        member("desk", Zone.RESTRICTED, 2, true, "m")
                .member("rack", Zone.RESTRICTED, 4, true)
                .member("attic", Zone.RESTRICTED, 4, true)
                .member("cloud", Zone.OPEN, 4, true)
                .used("desk", "m", 0, 3, 0.5)
                .used("desk", "m", 5, 1, 1.9)
                .used("rack", "other", 5, 1, 1.0);

        assertThat(onBackends())
                .containsExactly(
                        new Advice(
                                Advice.Action.LOAD,
                                "m",
                                "attic",
                                "in the hour from 2026-11-30T05:00:00Z desk had 1.9 of 2 places"
                                        + " taken; in the hour from 2026-11-30T05:00:00Z attic had"
                                        + " 0.0 of 4 places taken, if its memory holds the model"));
    }

    @Test
    void aModelThatNoOllamaHasIsLoadedOnNone() {
        member("vllm", Zone.RESTRICTED, 2, false, "our-own-tune")
                .member("attic", Zone.RESTRICTED, 4, true)
                .used("vllm", "our-own-tune", 5, 1, 1.9);

        assertThat(onBackends()).isEmpty();
    }

    @Test
    void noOtherIsNeededWhereOneThatHasTheModelHasRoom() {
        member("desk", Zone.RESTRICTED, 2, false, "m")
                .member("rack", Zone.RESTRICTED, 4, true, "m:latest")
                .member("attic", Zone.RESTRICTED, 4, true)
                .used("desk", "m", 5, 1, 1.9);

        assertThat(onBackends()).isEmpty();
    }

    @Test
    void anOwnBackendThatIsBusyDoesNotReplaceOneThatCostsMoney() {
        member("cloud", Zone.OPEN, 9, false, "m")
                .member("desk", Zone.RESTRICTED, 2, false, "m")
                .used("cloud", "m", 0, 2, 0.1, "1.5")
                .used("desk", "m", 0, 1, 0.3);
        assertThat(onBackends())
                .containsExactly(
                        new Advice(
                                Advice.Action.PREFER,
                                "m",
                                "desk",
                                "20 requests cost 3 at cloud; in the hour from"
                                        + " 2026-11-30T00:00:00Z desk had 0.3 of 2 places taken"));

        used("desk", "m", 7, 1, 1.8);
        assertThat(onBackends()).noneMatch(one -> one.action() == Advice.Action.PREFER);
    }
}
