package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** The times at which a keeper of conversations is called. */
class ConversationKeeperTest {
    @TempDir private Path folder;
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void itIsAskedWhenItIsReadyAndAgainBeforeItIsEnded() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(new Noted()))) {
            Told told = one.start();
            Told.await(told.loaded);
            assertThat(said).containsExactly("after true");

            one.models.stop(MODEL);
            one.models.stop(MODEL);

            Told.await(told.exited);
            assertThat(said).containsExactly("after true", "before true");
            assertThat(one.log()).contains("chasqui: noted");
        }
    }

    @Test
    void theEndOfAllWaitsForIt() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(new Noted()))) {
            Told.await(one.start().loaded);
        }
        assertThat(said).containsExactly("after true", "before true");
    }

    @Test
    void oneThatIsStoppedWhileItLoadsIsNotAsked() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(new Noted(), "hangs"))) {
            Told told = one.start();
            one.models.stop(MODEL);

            Told.await(told.failed);
            assertThat(said).isEmpty();
        }
    }

    @Test
    void oneThatFailsInItIsEndedAllTheSame() throws Exception {
        ConversationKeeper broken =
                new Noted() {
                    @Override
                    public void beforeStop(RunningServer server) {
                        throw new IllegalStateException("on purpose");
                    }
                };
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(broken))) {
            Told told = one.start();
            Told.await(told.loaded);

            one.models.stop(MODEL);

            Told.await(told.exited);
        }
    }

    @Test
    void oneThatTakesLongerThanItSaysIsNotWaitedFor() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ConversationKeeper endless = new Endless(end);
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(endless))) {
            Told told = one.start();
            Told.await(told.loaded);

            one.models.stop(MODEL);

            Told.await(told.exited);
            assertThat(one.log())
                    .contains(
                            "chasqui: its conversations were not restored in time",
                            "chasqui: its conversations were not saved in time");
        } finally {
            end.countDown();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatItWillGrowByCountsThoughItIsNotSeenYet() throws Exception {
        Launch launch = new StandIns().launch(StandIns.LONG);
        ByteSize growth = new ByteSize(1L << 40);
        Recipe recipe = _ -> new Recipe.Prepared(launch, Footprint.NONE, growth, Optional.empty());
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe)) {
            assertThat(Told.await(one.start().memory).growth()).isEqualTo(growth);
        }
    }

    private static Recipe recipe(ConversationKeeper keeper, String... habits) {
        Launch launch = new StandIns().launch(StandIns.LONG, habits);
        return _ -> new Recipe.Prepared(launch, Footprint.NONE, ByteSize.ZERO, Optional.of(keeper));
    }

    /** A keeper that records its calls, and if the server answered at each. */
    private class Noted implements ConversationKeeper {
        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }

        @Override
        public boolean afterReady(RunningServer server) throws InterruptedException {
            said.add("after " + answers(server));
            return false;
        }

        @Override
        public void firstReply(long cachedTokens, RunningServer server) {
            said.add("first");
        }

        @Override
        public void beforeStop(RunningServer server) throws InterruptedException {
            server.log().accept("noted");
            said.add("before " + answers(server));
        }

        private static boolean answers(RunningServer server) throws InterruptedException {
            return StandIns.get(server.port(), "/health").equals(server.key());
        }
    }

    /** A keeper that ignores interrupts. */
    private record Endless(CountDownLatch end) implements ConversationKeeper {
        @Override
        public Duration patience() {
            return Duration.ofMillis(500);
        }

        @Override
        public boolean afterReady(RunningServer server) {
            waitForTheEnd();
            return true;
        }

        @Override
        public void firstReply(long cachedTokens, RunningServer server) {
            throw new AssertionError("nothing was restored");
        }

        @Override
        public void beforeStop(RunningServer server) {
            waitForTheEnd();
        }

        private void waitForTheEnd() {
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // Nothing ends this wait earlier.
                }
            }
        }
    }
}
