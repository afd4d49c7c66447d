package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The bound in time of a call of a model, without which the search goes on. */
public final class Deadline {
    private static final Thread.Builder THREADS = Thread.ofVirtual().name("rag-model-", 0);

    private Deadline() {}

    /**
     * Returns the result of a call on a thread of its own, which is cancelled after a time, and
     * with the caller.
     *
     * @param call the call, which ends when its cancellation is cancelled
     * @throws FailureException the call's failure; {@code Cancelled} if the caller is cancelled;
     *     {@code Overloaded} after the time
     */
    public static <T> T call(Duration most, Cancellation caller, Function<Cancellation, T> call) {
        Cancellation cancellation = new Cancellation();
        FutureTask<T> task = new FutureTask<>(() -> call.apply(cancellation));
        try (Cancellation.Registration _ =
                caller.onCancel(
                        () -> {
                            cancellation.cancel();
                            task.cancel(false);
                        })) {
            THREADS.start(task);
            return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "it has not answered in " + most.toSeconds() + " s", most));
        } catch (CancellationException e) {
            throw new FailureException(new Failure.Cancelled());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            cancellation.cancel();
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException failed -> failed;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
