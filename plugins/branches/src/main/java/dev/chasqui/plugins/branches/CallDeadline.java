package dev.chasqui.plugins.branches;

import dev.chasqui.domain.exchange.Cancellation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A deadline for a call or for its beginning; the call is cancelled if it has not come so far by
 * then. Safe for use by several threads.
 */
public final class CallDeadline {
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final Duration patience;

    private CallDeadline(Duration patience) {
        this.patience = patience;
    }

    public static CallDeadline of(Duration patience, Cancellation cancellation) {
        CallDeadline deadline = new CallDeadline(patience);
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
     * Notes that the call has come so far, which ends the deadline.
     *
     * @return true if this was in time
     */
    public boolean met() {
        begun.complete(true);
        return begun.getNow(true);
    }

    /** Returns the reason of the failure if the deadline has passed before; else empty. */
    public Optional<String> missed() {
        return begun.getNow(true)
                ? Optional.empty()
                : Optional.of("no answer within " + BranchLimits.spelled(patience));
    }
}
