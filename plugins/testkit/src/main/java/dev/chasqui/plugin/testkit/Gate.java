package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A place in a scripted reply at which the model waits until the test opens it. So a test decides
 * the order of events without sleeping.
 *
 * <p>Each wait ends after 10 s with an {@link AssertionError}. Safe for use by several threads.
 */
public final class Gate {
    /** The longest wait of the test kit: a test that needs longer hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Lets the model go on, now and whenever it comes here. */
    public void open() {
        opened.complete(null);
    }

    /** Waits until the model has come here. */
    public void awaitReached() {
        await(reached, () -> "the model has not come to this gate");
    }

    /**
     * Waits until the test opens the gate.
     *
     * @param closed ends the wait when it is complete
     * @throws FailureException with {@code Cancelled} if it ends the wait
     */
    void pass(CompletableFuture<Void> closed) {
        reached.complete(null);
        await(CompletableFuture.anyOf(opened, closed), () -> "the test has not opened this gate");
        if (closed.isDone()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }

    /** Waits for a future, which completes normally, and ends the test if it takes too long. */
    static void await(CompletableFuture<?> future, Supplier<String> otherwise) {
        try {
            var _ = future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        } catch (TimeoutException e) {
            throw new AssertionError(otherwise.get() + " within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
