package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.processes.SpawnedStandIns.Connection;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Changes of recipes while servers run: real processes of a fake server. */
class ChangedRecipesTest {
    @TempDir private Path folder;

    @Test
    void aServerKeepsTheRecipeThatItWasStartedByAndTheNextOneHasTheNew() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG)) {
            Told old = one.start();
            Told.await(old.loaded);
            Connection before = one.connection();

            one.models.replaceRecipes(Map.of(MODEL, second(one)));

            assertThat(StandIns.get(before.port(), "/environment")).doesNotContain("RECIPE=second");
            // The new recipe may be prepared beside the old server, which still is to be ended.
            Told next = new Told();
            one.models.prepare(MODEL, next);
            assertThat(Told.await(next.prepared)).isEqualTo(size());
            one.models.stop(MODEL);
            Told.await(old.exited);
            one.models.start(MODEL, next);
            Told.await(next.loaded);
            assertThat(StandIns.get(one.connection().port(), "/environment"))
                    .contains("RECIPE=second");
        }
    }

    @Test
    void whatAModelHasWrittenIsKeptWhenItsRecipeChanges() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG)) {
            Told old = one.start();
            Told.await(old.loaded);
            one.models.replaceRecipes(Map.of(MODEL, second(one)));
            one.models.stop(MODEL);
            Told.await(old.exited);
            List<String> before = one.log();

            Told.await(one.start().loaded);

            assertThat(before).contains("starting");
            assertThat(one.log())
                    .startsWith(before.toArray(String[]::new))
                    .hasSizeGreaterThan(before.size());
        }
    }

    @Test
    void whatARemovedModelHasWrittenIsThereUntilItsServerIsGone() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG)) {
            Told told = one.start();
            Told.await(told.loaded);

            one.models.replaceRecipes(Map.of());

            assertThat(StandIns.get(one.connection().port(), "/health")).isNotEmpty();
            assertThat(one.log()).contains("starting");
            one.models.stop(MODEL);
            Told.await(told.exited);
            assertThatThrownBy(one::log)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("model: m (expected: one of [])");
        }
    }

    @Test
    void aRemovedModelIsForgottenAtOnceWhereNothingOfItRuns() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG)) {
            Told prepared = new Told();
            one.models.prepare(MODEL, prepared);
            Told.await(prepared.prepared);

            one.models.replaceRecipes(Map.of());

            StandIns.await("the end of its log", () -> hasNoLog(one));
            Told told = new Told();
            one.models.start(MODEL, told);
            assertThat(Told.await(told.failed).why()).contains("was not prepared");
            Told again = new Told();
            one.models.prepare(MODEL, again);
            assertThat(Told.await(again.failed).why()).isEqualTo("there is no recipe for 'm'");
        }
    }

    private static boolean hasNoLog(SpawnedStandIns one) {
        try {
            return one.log().equals(List.of("never"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    void aModelThatComesLaterIsStartedAsTheOthersAre() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG)) {
            one.models.replaceRecipes(
                    Map.of(MODEL, one.standIns.recipe(), "late", one.standIns.recipe()));
            Told told = new Told();
            one.models.prepare("late", told);
            Told.await(told.prepared);
            one.models.start("late", told);

            Told.await(told.loaded);

            assertThat(one.models.logs().last("late", 10)).isNotEmpty();
        }
    }

    @Test
    void whatIsGivenUpEndsSoonAndWhatComesAfterIsPrepared() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Recipe endless =
                _ -> {
                    begun.countDown();
                    never.await();
                    throw new AssertionError("nobody lets it go");
                };
        try (SpawnedStandIns one = new SpawnedStandIns(folder, endless)) {
            Told old = new Told();
            one.models.prepare(MODEL, old);
            begun.await();
            one.models.replaceRecipes(Map.of(MODEL, second(one)));

            one.models.abandon(MODEL);

            assertThat(Told.await(old.failed).why()).isEqualTo("it is not wanted any more");
            assertThat(old.prepared).isNotDone();
            Told.await(one.start().loaded);
        }
    }

    @Test
    void whoeverGivesUpWhatIsNotThereChangesNothing() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG)) {
            one.models.abandon(MODEL);
            Told told = one.start();
            one.models.abandon(MODEL);

            Told.await(told.loaded);
        }
    }

    /** Returns a recipe whose server identifies itself. */
    private static Recipe second(SpawnedStandIns one) {
        return _ -> {
            Launch plain = one.standIns.launch(StandIns.LONG);
            Map<String, String> environment = new HashMap<>(plain.environment());
            environment.put("RECIPE", "second");
            return new Recipe.Prepared(
                    new Launch(
                            plain.command(),
                            environment,
                            plain.health(),
                            plain.patience(),
                            plain.grace()),
                    size());
        };
    }

    private static Footprint size() {
        return Footprint.ofRam(ByteSize.ofMebibytes(7));
    }
}
