package dev.chasqui.application.sessions;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Conflict;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.session.SessionKey;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The order of the requests of each session: one at a time, the others wait in a line or are
 * refused. Safe for use by several threads.
 */
final class SessionOrder {
    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    /** The requests of each session; the first one of a line is the one that runs. */
    private final Map<SessionKey, Deque<Place>> lines = new HashMap<>();

    /** The place of a request in a line, which its owner gives back. */
    final class Place implements AutoCloseable {
        private final SessionKey key;
        private final CompletableFuture<Void> turn = new CompletableFuture<>();

        private Place(SessionKey key) {
            this.key = key;
        }

        /** Lets the next request begin. Idempotent. */
        @Override
        public void close() {
            leave(this);
        }
    }

    /**
     * Waits until no other request of a session runs.
     *
     * @throws FailureException with {@code Conflict} if another one runs and the settings let none
     *     wait, too many wait, or the wait was too long; with {@code Cancelled} if the client left
     */
    Place enter(SessionKey key, SessionSettings settings, Cancellation cancellation) {
        Place place = new Place(key);
        synchronized (lines) {
            Deque<Place> line = lines.computeIfAbsent(key, _ -> new ArrayDeque<>());
            if (line.isEmpty()) {
                place.turn.complete(null);
            } else if (!settings.ordered()) {
                throw busy(
                        "another request of this session is being answered; send the next one when"
                                + " its answer is complete");
            } else if (line.size() > settings.mostWaiting()) {
                throw busy(
                        settings.mostWaiting()
                                + " requests of this session wait already; send the next one when"
                                + " they are answered");
            }
            line.addLast(place);
        }
        boolean entered = false;
        try (var _ = cancellation.onCancel(() -> place.turn.cancel(false))) {
            place.turn.get(settings.longestWait().toNanos(), TimeUnit.NANOSECONDS);
            entered = true;
            return place;
        } catch (TimeoutException e) {
            throw busy(
                    "the requests of this session before this one took more than %d s; send it again"
                            .formatted(settings.longestWait().toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        } catch (CancellationException | ExecutionException e) {
            throw new FailureException(new Failure.Cancelled(), e);
        } finally {
            if (!entered) {
                place.close();
            }
        }
    }

    private void leave(Place place) {
        synchronized (lines) {
            Deque<Place> line = lines.get(place.key);
            if (line == null || !line.remove(place)) {
                return;
            }
            Place next = line.peekFirst();
            if (next == null) {
                lines.remove(place.key);
            } else {
                // It is complete already if it was not the first one that left.
                next.turn.complete(null);
            }
        }
    }

    private static FailureException busy(String message) {
        return new FailureException(new Conflict(message, Optional.of(NEXT_TRY)));
    }
}
