package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

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
