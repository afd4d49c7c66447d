package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The preparation of a model's server before its start. */
class PreparingTest {
    private static final Footprint SIZE = Footprint.ofRam(ByteSize.ofMebibytes(3));

    @TempDir private Path folder;
    private final Told told = new Told();

    @Test
    void whoWaitsIsToldHowFarItIsAndHowLargeItWillBe() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        try (SpawnedStandIns one =
                new SpawnedStandIns(
                        folder,
                        progress -> {
                            thread.complete(Thread.currentThread());
                            progress.accept("1 of 2");
                            progress.accept("2 of 2");
                            return prepared("nothing");
                        })) {
            one.models.prepare(MODEL, told);

            assertThat(Told.await(told.prepared)).isEqualTo(SIZE);
            assertThat(told.progress).containsExactly("1 of 2", "2 of 2");
            assertThat(thread.join().isVirtual()).isTrue();
            assertThat(thread.join().getName()).isEqualTo("prepare-m");
        }
    }

    @Test
    void whatIsWrongIsToldInTheRecipesWords() throws Exception {
        assertThat(
                        failure(
                                _ -> {
                                    throw new RecipeException("file: x.gguf (expected: a file)");
                                }))
                .isEqualTo("file: x.gguf (expected: a file)");
    }

    @Test
    void aRecipeThatIsBrokenTellsNothingOfItsInside() throws Exception {
        assertThat(
                        failure(
                                _ -> {
                                    throw new IllegalStateException("/home/me/secret");
                                }))
                .isEqualTo("it cannot be prepared; see the log");
    }

    @Test
    void anErrorIsToldToo() throws Exception {
        assertThat(
                        failure(
                                _ -> {
                                    throw new StackOverflowError("on purpose");
                                }))
                .isEqualTo("it cannot be prepared; see the log");
    }

    @Test
    void theEndDoesNotWaitForADownload() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (SpawnedStandIns one =
                new SpawnedStandIns(
                        folder,
                        _ -> {
                            begun.countDown();
                            never.await();
                            return prepared("nothing");
                        })) {
            one.models.prepare(MODEL, told);
            begun.await();
        }

        assertThat(Told.await(told.failed).why()).isEqualTo("the server is stopping");
    }

    @Test
    void nothingIsStartedThatIsNotPrepared() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, _ -> prepared("nothing"))) {
            one.models.start(MODEL, told);

            assertThat(Told.await(told.failed).why()).contains("'m' was not prepared");
        }
    }

    @Test
    void aModelThatNobodyKnowsCannotBePrepared() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, _ -> prepared("nothing"))) {
            one.models.prepare("other", told);

            assertThat(Told.await(told.failed).why()).contains("'other'");
        }
    }

    @Test
    void whatWasPreparedLastIsStarted() throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (SpawnedStandIns one =
                new SpawnedStandIns(
                        folder, _ -> prepared("no-program-" + times.incrementAndGet()))) {
            one.models.prepare(MODEL, told);
            Told.await(told.prepared);
            Told again = one.start();

            assertThat(Told.await(again.failed).why()).contains("no-program-2");
        }
    }

    private String failure(Recipe recipe) throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe)) {
            one.models.prepare(MODEL, told);
            return Told.await(told.failed).why();
        }
    }

    private static Recipe.Prepared prepared(String program) {
        return new Recipe.Prepared(StandIns.launch(List.of(program), StandIns.LONG), SIZE);
    }
}
