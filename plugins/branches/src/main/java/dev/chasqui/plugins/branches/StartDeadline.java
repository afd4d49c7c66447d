package dev.chasqui.plugins.branches;

import dev.chasqui.domain.exchange.Cancellation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A deadline for the start of a call, which is cancelled if it has not begun by then. Safe for use
 * by several threads.
 */
public final class StartDeadline {
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final Duration patience;

    private StartDeadline(Duration patience) {
        this.patience = patience;
    }

    public static StartDeadline of(Duration patience, Cancellation cancellation) {
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
                                // Closing may block, and the timer's thread is shared by all.
                                task -> BranchThreads.ALL.start("branches-late", task));
        var _ = cancellation.onCancel(() -> deadline.begun.complete(true));
        return deadline;
    }

    /**
     * Notes that the call has begun, which ends the deadline.
     *
     * @return true if this was in time
     */
    public boolean met() {
        begun.complete(true);
        return begun.getNow(true);
    }

    /**
     * Returns the reason of the failure if the deadline has passed before the start; else empty.
     */
    public Optional<String> missed() {
        return begun.getNow(true)
                ? Optional.empty()
                : Optional.of("no answer within " + BranchLimits.spelled(patience));
    }
}
