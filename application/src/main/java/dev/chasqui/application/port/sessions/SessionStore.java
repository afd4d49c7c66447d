package dev.chasqui.application.port.sessions;

import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;
import dev.chasqui.domain.session.Turn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store of sessions. What a method that changes something has returned from is there after a
 * crash. Calls may wait, at most for a bounded time. Safe for use by several threads; several
 * processes may share one store.
 *
 * <p>Each method throws {@link dev.chasqui.domain.failure.FailureException} with {@code StoreAway}
 * if the store cannot be used now; of a change it is not known then whether it was made.
 */
public interface SessionStore {

    /** Returns the head of a session; empty if there is none of this key. */
    Optional<SessionHead> find(SessionKey key);

    /**
     * Returns the sessions of an owner, the one that was used last first.
     *
     * @param limit the most sessions; at least 1
     * @param after the last session of the page before; empty for the first page
     */
    List<SessionEntry> list(String owner, int limit, Optional<Place> after);

    /**
     * Returns the sessions of an owner in the order of their names, which no change disturbs: for
     * exports.
     *
     * @param limit the most sessions; at least 1
     * @param after the name after which the page begins; empty text for the first page
     */
    List<SessionEntry> byName(String owner, int limit, String after);

    /** The place of a session in a list of those that were used last. */
    record Place(Instant used, String name) {
        /** Returns the place of a session. */
        public static Place of(SessionEntry session) {
            return new Place(session.used(), session.key().name());
        }
    }

    /**
     * Adds a turn, and makes the session if there is none and {@code expected} is 0.
     *
     * @param expected the number of turns that the session has, as far as the caller knows
     * @param system the new system text; empty to leave it as it is
     * @return true if it was added; false if the session has another number of turns, so that
     *     nothing was done
     */
    boolean append(SessionKey key, Turn turn, long expected, Optional<String> system);

    /**
     * Returns turns of a session, the newest first. Costs what is returned, however many others
     * there are.
     *
     * @param before the number before which they end; {@link Long#MAX_VALUE} for the newest ones
     * @param most the most turns; at least 1
     * @param mostBytes the most bytes of all of them; the first one is returned whatever its size
     */
    List<StoredTurn> turns(SessionKey key, long before, int most, long mostBytes);

    /**
     * Sets the text that instructs the model, and makes the session if there is none.
     *
     * @param text the text; empty to remove it
     */
    void putSystem(SessionKey key, Optional<String> text, Instant now);

    /**
     * Sets the summary of a session. Returns false if there is no such session, or it has fewer
     * turns or a newer summary.
     */
    boolean putSummary(SessionKey key, Summary summary);

    /** Removes a session with its turns. Returns false if there is none. */
    boolean delete(SessionKey key);

    /** Removes all sessions of an owner, and returns their number. */
    int forget(String owner);

    /**
     * Removes sessions that were not used for too long, and the ones of each owner that were not
     * used longest while he has too many, or too many bytes; the session that an owner used last
     * stays. Each call removes a bounded number, so that others need not wait.
     *
     * @return the number of sessions removed; 0 if all is within the limits
     */
    int prune(SessionLimits limits, Instant now);
}
