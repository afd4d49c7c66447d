package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A task of the {@link WriterLoop}, with the future that its caller waits for. Safe for use by
 * several threads; the loop alone runs and completes it.
 *
 * @param <T> the result
 */
abstract sealed class WriterTask<T> {
    private static final System.Logger LOG = System.getLogger(WriterTask.class.getName());

    private final CollectionName collection;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    private WriterTask(CollectionName collection) {
        this.collection = collection;
    }

    /** A change of a collection's documents; complete when it is committed. */
    static final class Edit<T> extends WriterTask<T> {
        private final boolean createsCollection;
        private final long weight;
        private final Work<T> work;
        private @org.jspecify.annotations.Nullable T result;

        /** The change itself. */
        @FunctionalInterface
        interface Work<T> {
            T on(CollectionWriter writer, WriterTask<T> task) throws IOException;
        }

        /**
         * @param createsCollection true if a missing collection is created
         * @param weight the characters that the task holds in memory while it waits
         * @param work the change
         */
        Edit(CollectionName collection, boolean createsCollection, long weight, Work<T> work) {
            super(collection);
            this.createsCollection = createsCollection;
            this.weight = weight;
            this.work = work;
        }

        boolean createsCollection() {
            return createsCollection;
        }

        @Override
        long weight() {
            return weight;
        }

        void apply(CollectionWriter writer) throws IOException {
            result = work.on(writer, this);
        }

        void acknowledge() {
            complete(java.util.Objects.requireNonNull(result));
        }
    }

    /** The deletion of a collection. */
    static final class Drop extends WriterTask<CollectionName> {
        Drop(CollectionName collection) {
            super(collection);
        }
    }

    CollectionName collection() {
        return collection;
    }

    long weight() {
        return 0;
    }

    void complete(T result) {
        done.complete(result);
    }

    void fail(Throwable cause) {
        if (cause instanceof FailureException) {
            done.completeExceptionally(cause);
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "collection '" + collection + "' cannot be written",
                cause);
        done.completeExceptionally(
                new FailureException(
                        new Failure.AgentFailed(
                                "rag",
                                "collection '"
                                        + collection
                                        + "' cannot be written ("
                                        + cause.getClass().getSimpleName()
                                        + "); the server's log says more"),
                        cause));
    }

    /** Notes that no caller waits any more. The task may run all the same. */
    void giveUp() {
        done.cancel(false);
    }

    boolean isGivenUp() {
        return done.isCancelled();
    }

    /**
     * Waits until the task is complete and returns its result.
     *
     * @throws FailureException with the reason if the task failed; with {@code Cancelled} if it was
     *     given up or the thread is interrupted; with {@code Overloaded} if the deadline passes
     */
    T await(Duration deadline) {
        try {
            return done.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FailureException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (CancellationException e) {
            throw new FailureException(new Failure.Cancelled(), e);
        } catch (TimeoutException e) {
            giveUp();
            throw new FailureException(
                    new Failure.Overloaded(
                            "the documents before this one take too long; try again later",
                            Duration.ofSeconds(30)),
                    e);
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }
}
