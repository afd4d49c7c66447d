package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.exchange.Cancellation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A time by which something must have begun, or it is cancelled. Safe for use by several threads.
 */
final class StartDeadline {
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final Duration patience;

    private StartDeadline(Duration patience) {
        this.patience = patience;
    }

    static StartDeadline of(Duration patience, Cancellation cancellation) {
        StartDeadline deadline = new StartDeadline(patience);
        var _ =
                deadline.begun
                        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
                        .thenAcceptAsync(
                                inTime -> {
                                    if (!inTime) {
                                        cancellation.cancel();
                                    }
                                },
                                // What is closed may take its time; the timer's thread serves all.
                                task -> BranchThreads.ALL.start("parallel-late", task));
        var _ = cancellation.onCancel(() -> deadline.begun.complete(true));
        return deadline;
    }

    /**
     * It has begun; the time does not matter from now on.
     *
     * @return whether that was in time
     */
    boolean met() {
        begun.complete(true);
        return begun.getNow(true);
    }

    /** What to say if it had not begun in time; empty if it still may, or has. */
    Optional<String> missed() {
        return begun.getNow(true)
                ? Optional.empty()
                : Optional.of("no answer within " + Bounds.spelled(patience));
    }
}
