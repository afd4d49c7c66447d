package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Models that are removed, changed, added or kept while the pool runs. */
class ChangeTest {
    private static final PoolLimits TWO = limits(2, 100);
    private static final PooledModel M = model("m", "old");
    private static final PooledModel N = model("n", "old");
    private static final PooledModel CHANGED = model("m", "new");

    private final Scheduler scheduler = new Scheduler(TWO, List.of(M, N));
    private Instant now = Instant.EPOCH;
    private long tickets;

    @Test
    void anUnchangedModelStaysLoadedAsItWas() {
        use(load("m"));
        scheduler.pin("m", true, now);
        List<ModelState> before = scheduler.states();

        PoolChange change = change(TWO, M, N);

        assertThat(change.isNothing()).isTrue();
        assertThat(scheduler.states()).isEqualTo(before);
        assertThat(taken(PoolAction.Stop.class)).isEmpty();
        assertThat(load("m").run()).isEqualTo(1);
    }

    @Test
    void anUnchangedModelThatFailedGoesOnResting() {
        want("m");
        scheduler.failed("m", new LoadFailure(false, "no file"), now);

        change(TWO, M, N);
        want("m");

        assertThat(refusals()).hasSize(2).last().asString().contains("no file");
    }

    @Test
    void aNewModelIsLoadedWhenItIsAskedFor() {
        PoolChange change = change(TWO, M, N, model("o", "old"));

        assertThat(change.added()).containsExactly("o");
        assertThat(load("o").ticket().model()).isEqualTo("o");
    }

    @Test
    void aModelThatWasRemovedGoesAtOnceIfNobodyUsesItAndIsForgotten() {
        use(load("m"));

        PoolChange change = change(TWO, N);

        assertThat(change.removed()).containsExactly("m");
        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
        assertThat(scheduler.states()).hasSize(2).last().matches(ModelState::removed);
        scheduler.exited("m", now);
        assertThat(scheduler.states()).hasSize(1);
        want("m");
        assertThat(refusals()).hasSize(1).allMatch(Failure.UnknownModel.class::isInstance);
    }

    @Test
    void whoeverHasALeaseOfARemovedModelKeepsIt() {
        PoolAction.Grant lease = load("m");

        change(TWO, N);

        assertThat(taken(PoolAction.Stop.class)).isEmpty();
        use(lease);
        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
    }

    @Test
    void aRemovedModelGoesThoughItIsPinned() {
        use(load("m"));
        scheduler.pin("m", true, now);

        change(TWO, N);

        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
    }

    @Test
    void whoeverWaitsForARemovedModelIsToldSo() {
        load("m");
        want("m");

        change(TWO, N);

        assertThat(refusals())
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        why -> {
                            assertThat(why.status()).isEqualTo(404);
                            assertThat(why.message())
                                    .contains("model 'm' was removed from the pool");
                        });
    }

    @Test
    void aRemovedModelThatWasLoadingIsStoppedAndItsFailureIsNobodys() {
        want("m");
        scheduler.prepared("m", Footprint.NONE, now);
        assertThat(taken(PoolAction.Start.class)).hasSize(1);

        change(TWO, N);

        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
        scheduler.failed("m", new LoadFailure(true, "it was stopped"), now);
        assertThat(scheduler.states()).hasSize(1);
    }

    @Test
    void aRemovedModelThatWasBeingPreparedIsGivenUp() {
        want("m");
        assertThat(taken(PoolAction.Prepare.class)).hasSize(1);

        change(TWO, N);

        assertThat(taken(PoolAction.Abandon.class)).containsExactly(new PoolAction.Abandon("m"));
        scheduler.prepared("m", Footprint.NONE, now);
        assertThat(taken(PoolAction.Start.class)).isEmpty();
    }

    @Test
    void aModelThatCrashesWhileItIsToGoIsForgottenToo() {
        PoolAction.Grant lease = load("m");
        change(TWO, N);

        scheduler.exited("m", now);

        assertThat(scheduler.states()).hasSize(1);
        use(lease);
        assertThat(taken(PoolAction.Stop.class)).isEmpty();
    }

    @Test
    void aLateLeaseOfARemovedModelIsNoneOfTheOneThatCameAfter() {
        PoolAction.Grant old = load("m");
        change(TWO, N);
        scheduler.exited("m", now);
        change(TWO, M, N);
        load("m");

        use(old);

        assertThat(scheduler.state("m").leases()).isEqualTo(1);
    }

    @Test
    void aChangedModelServesItsLeasesToTheEndAndThenComesAnew() {
        PoolAction.Grant lease = load("m");

        PoolChange change = change(TWO, CHANGED, N);

        assertThat(change.renewed()).containsExactly("m");
        want("m");
        // It is prepared meanwhile, but gets no process beside the earlier one.
        assertThat(taken(PoolAction.Prepare.class))
                .containsExactly(new PoolAction.Prepare(CHANGED));
        scheduler.prepared("m", Footprint.NONE, now);
        assertThat(scheduler.state("m").leaving()).isTrue();
        assertThat(scheduler.takeActions()).isEmpty();
        use(lease);
        assertThat(taken(PoolAction.Stop.class)).hasSize(1);
        scheduler.exited("m", now);
        assertThat(taken(PoolAction.Start.class)).containsExactly(new PoolAction.Start(CHANGED));
        scheduler.loaded("m", MeasuredMemory.NOTHING, now);
        assertThat(taken(PoolAction.Grant.class))
                .singleElement()
                .matches(grant -> grant.run() > lease.run());
    }

    @Test
    void aChangedModelThatNobodyUsesLeavesAndIsLoadedAtItsNextUseOnly() {
        use(load("m"));

        change(TWO, CHANGED, N);
        assertThat(taken(PoolAction.Stop.class)).hasSize(1);
        scheduler.exited("m", now);

        assertThat(scheduler.takeActions()).isEmpty();
        assertThat(load("m").run()).isEqualTo(2);
    }

    @Test
    void aChangedModelComesAnewThoughItIsPinnedAndIsPinnedThen() {
        use(load("m"));
        scheduler.pin("m", true, now);

        change(TWO, CHANGED, N);

        assertThat(taken(PoolAction.Stop.class)).hasSize(1);
        scheduler.exited("m", now);
        use(load("m"));
        assertThat(scheduler.state("m").pinned()).isTrue();
    }

    @Test
    void whatConfigSaysOfAPinCountsMoreThanWhatWasSaidBefore() {
        scheduler.pin("m", true, now);

        change(TWO, pinned("m", true), N);
        change(TWO, M, N);

        assertThat(scheduler.state("m").pinned()).isFalse();
    }

    @Test
    void aChangedModelHasAFreshStartAfterItsFailures() {
        want("m");
        scheduler.failed("m", new LoadFailure(false, "no file"), now);
        var _ = scheduler.takeActions();

        change(TWO, CHANGED, N);

        assertThat(load("m").ticket().model()).isEqualTo("m");
    }

    @Test
    void whoeverWaitsWhileAnOldRecipeIsPreparedGetsTheNewOne() {
        want("m");
        var _ = scheduler.takeActions();

        change(TWO, CHANGED, N);

        // The two come one after the other, so that it is clear which one has ended.
        assertThat(scheduler.takeActions()).containsExactly(new PoolAction.Abandon("m"));
        scheduler.failed("m", new LoadFailure(false, "interrupted"), now);
        assertThat(scheduler.takeActions()).containsExactly(new PoolAction.Prepare(CHANGED));
        assertThat(scheduler.state("m").waiting()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsWhileAnOldRecipeIsLoadedGetsTheNewOne() {
        want("m");
        scheduler.prepared("m", Footprint.NONE, now);
        var _ = scheduler.takeActions();

        change(TWO, CHANGED, N);
        assertThat(taken(PoolAction.Stop.class)).hasSize(1);
        // The server became ready at the same moment.
        scheduler.loaded("m", MeasuredMemory.NOTHING, now);
        assertThat(scheduler.takeActions()).isEmpty();
        scheduler.exited("m", now);

        assertThat(taken(PoolAction.Prepare.class))
                .containsExactly(new PoolAction.Prepare(CHANGED));
    }

    @Test
    void anIdleModelMakesRoomWhereARemovedOneIsStillUsed() {
        load("m");
        use(load("n"));
        change(TWO, N, model("o", "old"));
        now = now.plusSeconds(1);

        want("o");
        scheduler.prepared("o", Footprint.NONE, now);

        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("n"));
    }

    @Test
    void nothingMakesRoomForAChangedModelBesideItself() {
        load("m");
        use(load("n"));
        change(TWO, CHANGED, N);
        now = now.plusSeconds(1);

        want("m");
        scheduler.prepared("m", Footprint.NONE, now);

        assertThat(taken(PoolAction.Stop.class)).isEmpty();
    }

    @Test
    void aChangeThatIsTakenBackLeavesTheServerThatIsThere() {
        PoolAction.Grant lease = load("m");
        change(TWO, CHANGED, N);
        want("m");
        var _ = scheduler.takeActions();

        change(TWO, M, N);

        use(lease);
        List<PoolAction> actions = scheduler.takeActions();
        assertThat(actions).noneMatch(PoolAction.Stop.class::isInstance);
        assertThat(actions)
                .filteredOn(PoolAction.Grant.class::isInstance)
                .containsExactly(new PoolAction.Grant(new Ticket(2, "m", "ada", now), lease.run()));
    }

    @Test
    void aPinCountsForTheNameThoughTheServerBeforeComesBack() {
        load("m");
        scheduler.pin("m", true, now);
        change(TWO, CHANGED, N);
        scheduler.pin("m", false, now);

        change(TWO, M, N);
        assertThat(scheduler.state("m").pinned()).isFalse();

        scheduler.pin("m", true, now);
        change(TWO, N);
        change(TWO, M, N);
        assertThat(scheduler.state("m").pinned()).isFalse();
        assertThat(scheduler.state("m").leases()).isEqualTo(1);
    }

    @Test
    void otherSettingsCountAtOnceForTheServerThatIsThere() {
        load("m");
        want("m");
        assertThat(taken(PoolAction.Grant.class)).isEmpty();

        PoolChange change =
                change(TWO, new PooledModel("m", "old", memory(7), 2, ttl(5), false, 0, none()), N);

        assertThat(change.adjusted()).containsExactly("m");
        assertThat(taken(PoolAction.Grant.class)).hasSize(1);
        assertThat(scheduler.state("m").memory()).isEqualTo(memory(7));
    }

    @Test
    void anotherTtlCountsForWhoeverIsIdleAlready() {
        use(load("m"));

        change(TWO, new PooledModel("m", "old", none(), 1, ttl(5), false, 0, none()), N);

        assertThat(scheduler.wakeAt(now)).contains(now.plusSeconds(5));
    }

    @Test
    void whereModelsDoNotGoTogetherAnyMoreTheOneThatWasUsedLongerAgoGoes() {
        use(load("m"));
        now = now.plusSeconds(1);
        use(load("n"));

        change(TWO, inGroup("m", "a"), inGroup("n", "b"));

        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
    }

    @Test
    void fewerPlacesMakeTheOneLeaveThatWasUsedLongestAgo() {
        use(load("m"));
        now = now.plusSeconds(1);
        use(load("n"));

        change(limits(1, 100), M, N);

        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
    }

    @Test
    void fewerPlacesEndNoLeaseButGrantNoOther() {
        PoolAction.Grant first = load("m");
        now = now.plusSeconds(1);
        PoolAction.Grant second = load("n");

        change(limits(1, 100), M, N);

        want("m");
        assertThat(scheduler.takeActions()).isEmpty();
        use(first);
        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("m"));
        use(second);
        assertThat(scheduler.state("n").phase()).isEqualTo(ModelState.Phase.READY);
    }

    @Test
    void lessMemoryMakesAsFewLeaveAsAreNeeded() {
        use(load("m", 10));
        now = now.plusSeconds(1);
        use(load("n", 40));

        change(limits(2, 20), M, N);

        // Without the larger one there is room for the other, although the other was used longer
        // ago.
        assertThat(taken(PoolAction.Stop.class)).containsExactly(new PoolAction.Stop("n"));
    }

    @Test
    void whatWasSeenCountsForNoMoreThanThereIsThen() {
        PoolAction.Grant lease = load("m", 10);
        scheduler.observed("m", MeasuredMemory.of(size(90)), now);
        use(lease);

        change(limits(2, 20), M, N);

        assertThat(scheduler.state("m").memory()).contains(size(20));
        assertThat(taken(PoolAction.Stop.class)).isEmpty();
    }

    @Test
    void aModelThatCannotBeThereAnyMoreIsRefusedToThoseWhoWait() {
        use(load("n", 10));
        scheduler.pin("n", true, now);
        want("m");
        scheduler.prepared("m", size(60), now);
        var _ = scheduler.takeActions();
        scheduler.failed("m", new LoadFailure(true, "out of memory"), now);
        var _ = scheduler.takeActions();

        change(limits(1, 100), M, N);

        assertThat(refusals()).singleElement().asString().contains("beside the pinned models: n");
    }

    @Test
    void morePlacesAreUsedAtOnce() {
        Scheduler narrow = new Scheduler(limits(1, 100), List.of(M, N));
        narrow.want(new Ticket(1, "m", "ada", now), now);
        narrow.prepared("m", Footprint.NONE, now);
        narrow.loaded("m", MeasuredMemory.NOTHING, now);
        narrow.want(new Ticket(2, "n", "ada", now), now);
        narrow.prepared("n", Footprint.NONE, now);
        var _ = narrow.takeActions();

        narrow.change(TWO, List.of(M, N), now);

        assertThat(narrow.takeActions()).contains(new PoolAction.Start(N));
    }

    @Test
    void lessPatienceCountsForThoseWhoWaitAlready() {
        want("m");
        now = now.plusSeconds(10);

        change(new PoolLimits(2, size(100), 10, Duration.ofSeconds(5)), M, N);

        assertThat(refusals()).hasSize(1).allMatch(Failure.Overloaded.class::isInstance);
    }

    @Test
    void whoeverWaitsAlreadyGoesOnThoughFewerMay() {
        want("m");
        want("m");
        want("m");

        change(new PoolLimits(2, size(100), 1, Duration.ofMinutes(1)), M, N);
        assertThat(refusals()).isEmpty();

        want("m");
        assertThat(refusals()).hasSize(1);
    }

    @Test
    void aModelThatIsNamedTwiceChangesNothing() {
        use(load("m"));

        assertThatThrownBy(() -> change(TWO, N, N))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'n' is named twice");

        assertThat(scheduler.states())
                .extracting(one -> one.model().name())
                .containsExactly("m", "n");
        assertThat(taken(PoolAction.Stop.class)).isEmpty();
    }

    private PoolChange change(PoolLimits limits, PooledModel... models) {
        return scheduler.change(limits, List.of(models), now);
    }

    private PoolAction.Grant load(String model) {
        return load(model, 0);
    }

    /** Gets a lease of a model, which is loaded first if need be. */
    private PoolAction.Grant load(String model, long memory) {
        want(model);
        if (scheduler.state(model).phase() != ModelState.Phase.READY) {
            scheduler.prepared(model, size(memory), now);
            scheduler.loaded(model, MeasuredMemory.NOTHING, now);
        }
        return taken(PoolAction.Grant.class).getFirst();
    }

    private void want(String model) {
        scheduler.want(new Ticket(++tickets, model, "ada", now), now);
    }

    /** Ends a lease. */
    private void use(PoolAction.Grant grant) {
        scheduler.released(grant.ticket(), grant.run(), KeepAlive.AS_BEFORE, now);
    }

    private List<Failure> refusals() {
        return taken(PoolAction.Refuse.class).stream().map(PoolAction.Refuse::why).toList();
    }

    /** Returns the scheduler's actions of one kind since the last call. */
    private <T extends PoolAction> List<T> taken(Class<T> kind) {
        return scheduler.takeActions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static PooledModel model(String name, String recipe) {
        return PooledModel.of(name, 1).withRecipe(recipe);
    }

    private static PooledModel pinned(String name, boolean pinned) {
        return new PooledModel(name, "old", none(), 1, none(), pinned, 0, none());
    }

    private static PooledModel inGroup(String name, String group) {
        return new PooledModel(name, "old", none(), 1, none(), false, 0, Optional.of(group));
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static Optional<Duration> ttl(int seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private static Optional<Footprint> memory(long ram) {
        return Optional.of(size(ram));
    }

    private static PoolLimits limits(int models, long ram) {
        return new PoolLimits(models, size(ram), 10, Duration.ofMinutes(1));
    }

    private static Footprint size(long ram) {
        return Footprint.ofRam(ByteSize.ofMebibytes(ram));
    }
}
