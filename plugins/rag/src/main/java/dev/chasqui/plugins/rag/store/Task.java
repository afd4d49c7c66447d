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

/** What the {@link WriterLoop} is asked to do, and the wait for it. */
abstract sealed class Task<T> {
    private static final System.Logger LOG = System.getLogger(Task.class.getName());

    private final CollectionName collection;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    private Task(CollectionName collection) {
        this.collection = collection;
    }

    /** Changes what is in a collection; done when it is committed. */
    static final class Edit<T> extends Task<T> {
        private final boolean makes;
        private final long weight;
        private final Work<T> work;
        private @org.jspecify.annotations.Nullable T result;

        /** The change. */
        @FunctionalInterface
        interface Work<T> {
            T on(CollectionWriter writer, Task<T> task) throws IOException;
        }

        /**
         * @param makes whether the collection is made if it is not there
         * @param weight the characters that it holds in memory while it waits
         */
        Edit(CollectionName collection, boolean makes, long weight, Work<T> work) {
            super(collection);
            this.makes = makes;
            this.weight = weight;
            this.work = work;
        }

        boolean makes() {
            return makes;
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

    /** Deletes a collection. */
    static final class Drop extends Task<CollectionName> {
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

    /** Says that nobody waits for it; it may be done all the same. */
    void giveUp() {
        done.cancel(false);
    }

    boolean isGivenUp() {
        return done.isCancelled();
    }

    /**
     * Waits until it is done.
     *
     * @throws FailureException with why it is not
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
