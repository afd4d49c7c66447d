package dev.chasqui.application.bulkhead;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The places of one agent's bulkhead, and the bounded queue for them, first come, first served.
 * Safe for use by several threads.
 */
final class Places {
    private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int most;
    private int taken;

    /**
     * @param most the number of places
     */
    Places(int most) {
        this.most = most;
    }

    /**
     * Takes a place; waits for one, at most for a bounded time.
     *
     * @param cancellation ends the wait
     * @return true if there is one; false if the queue is full, or the wait took too long
     * @throws FailureException with {@code Cancelled} if the exchange is cancelled meanwhile
     */
    boolean take(AgentLimits limits, Cancellation cancellation) {
        CompletableFuture<Boolean> turn;
        synchronized (this) {
            if (taken < most && waiting.isEmpty()) {
                taken++;
                return true;
            }
            if (waiting.size() >= limits.queue()) {
                return false;
            }
            turn = new CompletableFuture<>();
            waiting.add(turn);
        }
        return await(turn, limits, cancellation);
    }

    private boolean await(
            CompletableFuture<Boolean> turn, AgentLimits limits, Cancellation cancellation) {
        try (var _ =
                cancellation.onCancel(
                        () ->
                                turn.completeExceptionally(
                                        new FailureException(new Failure.Cancelled())))) {
            return turn.get(limits.longestWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // A place that was given at this very moment is taken after all.
            return !turn.complete(false) && !turn.isCompletedExceptionally() && turn.getNow(false);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FailureException cancelled
                    ? cancelled
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            if (!turn.complete(false) && !turn.isCompletedExceptionally()) {
                give();
            }
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        } finally {
            synchronized (this) {
                waiting.removeIf(turn::equals);
            }
        }
    }

    /** Changes the number of places; those that wait get the new ones at once. */
    void change(int next) {
        synchronized (this) {
            most = next;
        }
        handOn();
    }

    /** Gives a place back: to the first one that waits, if any. */
    void give() {
        synchronized (this) {
            taken--;
        }
        handOn();
    }

    /** Gives the free places to those that wait. */
    private void handOn() {
        while (true) {
            CompletableFuture<Boolean> next;
            synchronized (this) {
                next = taken < most ? waiting.poll() : null;
                if (next == null) {
                    return;
                }
                taken++;
            }
            if (!next.complete(true)) {
                synchronized (this) {
                    taken--;
                }
            }
        }
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
