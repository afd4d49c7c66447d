package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is known of one backend's models, asked for by one thread at a time.
 *
 * <p>What was known stays readable while the backend is asked again. Safe for use by several
 * threads.
 */
final class ModelList {
    private final Backend backend;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Listing listing;
    private @Nullable CompletableFuture<Void> asking;

    ModelList(Backend backend) {
        this.backend = backend;
    }

    /** Runs this from now on when there is a new answer. */
    void listen(Runnable changed) {
        listeners.add(changed);
    }

    /** Runs this no more. */
    void unlisten(Runnable changed) {
        listeners.remove(changed);
    }

    /** The last answer; empty before the first. */
    Optional<Listing> known() {
        return Optional.ofNullable(listing);
    }

    /**
     * Asks the backend, unless it is being asked already.
     *
     * @return done when its answer is known
     */
    synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> running = asking;
        if (running == null) {
            CompletableFuture<Void> answered = new CompletableFuture<>();
            // It comes to its end only when we have left; if it cannot begin nobody waits for it.
            Thread.ofVirtual().name("model-list-" + backend.name()).start(() -> ask(answered));
            asking = answered;
            return answered;
        }
        return running;
    }

    private void ask(CompletableFuture<Void> answered) {
        try {
            listing = answer();
            listeners.forEach(Runnable::run);
        } finally {
            synchronized (this) {
                asking = null;
            }
            answered.complete(null);
        }
    }

    private Listing answer() {
        try {
            return Listing.of(backend.models());
        } catch (FailureException e) {
            return known().orElseGet(Listing::unknown).failed(e.failure());
        }
    }
}
