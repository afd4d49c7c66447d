package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The list of one backend's models, which is requested by one thread at a time.
 *
 * <p>The last listing stays readable while the backend is asked again. Safe for use by several
 * threads.
 */
final class BackendModelsCache {
    private final Backend backend;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable BackendModels listing;
    private @Nullable CompletableFuture<Void> request;

    BackendModelsCache(Backend backend) {
        this.backend = backend;
    }

    /** Adds a listener, which runs after each new answer. */
    void addListener(Runnable changed) {
        listeners.add(changed);
    }

    /** Removes a listener. */
    void removeListener(Runnable changed) {
        listeners.remove(changed);
    }

    /** Returns the last answer; empty before the first. */
    Optional<BackendModels> known() {
        return Optional.ofNullable(listing);
    }

    /**
     * Asks the backend, unless a request is under way.
     *
     * @return a future that is complete when the answer is known
     */
    synchronized CompletableFuture<Void> refresh() {
        CompletableFuture<Void> running = request;
        if (running == null) {
            CompletableFuture<Void> answered = new CompletableFuture<>();
            // The thread cannot finish before this method leaves the lock; if it cannot start, no
            // caller waits for it.
            Thread.ofVirtual().name("model-list-" + backend.name()).start(() -> refresh(answered));
            request = answered;
            return answered;
        }
        return running;
    }

    /**
     * Asks the backend by a request that begins after this call.
     *
     * @return a future that is complete when the answer is known
     */
    synchronized CompletableFuture<Void> refreshOnceMore() {
        CompletableFuture<Void> running = request;
        return running == null ? refresh() : running.thenCompose(_ -> refresh());
    }

    /** Waits until answers are known, or the time is over; then the answers so far must do. */
    static void await(List<CompletableFuture<Void>> requests, Duration longest) {
        if (requests.isEmpty()) {
            return;
        }
        try {
            CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new))
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The caller uses what is known.
        } catch (ExecutionException e) {
            throw new IllegalStateException("listing models failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(CompletableFuture<Void> answered) {
        try {
            listing = answer();
            listeners.forEach(Runnable::run);
        } finally {
            synchronized (this) {
                request = null;
            }
            answered.complete(null);
        }
    }

    private BackendModels answer() {
        try {
            return BackendModels.of(backend.models());
        } catch (FailureException e) {
            return known().orElseGet(BackendModels::unknown).failed(e.failure());
        }
    }
}
