package dev.chasqui.adapters.http.routes.sessions;

import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.sessions.SessionJson;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The turns of all sessions of an owner: by session, the one that was used last first, and of each
 * the newest turn first. Used by one thread.
 *
 * <p>A place in them is the number of a turn and the name of its session, as in {@code 7.trip}.
 */
final class AllTurns {
    /** The most sessions that one page looks into: those without turns fill none. */
    private static final int MOST_SESSIONS = 100;

    private final SessionStore store;
    private final String owner;
    private Optional<SessionEntry> session;
    private long before;
    private boolean more = true;

    private AllTurns(
            SessionStore store, String owner, Optional<SessionEntry> session, long before) {
        this.store = store;
        this.owner = owner;
        this.session = session;
        this.before = before;
    }

    /**
     * Returns the turns after a place.
     *
     * @param place the place; empty for all turns
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is none, or
     *     its session is gone
     */
    static AllTurns from(SessionStore store, String owner, Optional<String> place) {
        if (place.isEmpty()) {
            return new AllTurns(store, owner, Optional.empty(), Long.MAX_VALUE);
        }
        int end = place.get().indexOf('.');
        String number = place.get().substring(0, Math.max(0, end));
        String name = place.get().substring(end + 1);
        Optional<SessionEntry> session =
                number.matches("[0-9]{1,18}") && SessionKey.isName(name)
                        ? store.find(new SessionKey(owner, name)).map(SessionHead::entry)
                        : Optional.empty();
        if (session.isEmpty()) {
            throw SessionRoutes.invalid("before", "'next_before' of a page");
        }
        return new AllTurns(store, owner, session, Long.parseLong(number));
    }

    /** Returns the next turns, at most some, and not many more bytes than these. */
    List<Json> next(int most, long mostBytes) {
        List<Json> items = new ArrayList<>();
        long left = mostBytes;
        for (int looked = 0; looked < MOST_SESSIONS && left > 0 && items.size() < most; ) {
            List<StoredTurn> turns =
                    session.isEmpty()
                            ? List.of()
                            : store.turns(session.get().key(), before, most - items.size(), left);
            for (StoredTurn turn : turns) {
                left -= turn.bytes();
                before = turn.number();
                items.add(
                        Json.Obj.EMPTY
                                .with("session_id", Json.of(session.orElseThrow().key().name()))
                                .withAll(SessionJson.turn(turn)));
            }
            if (turns.isEmpty()) {
                looked++;
                if (!enterNext()) {
                    more = false;
                    break;
                }
            }
        }
        return items;
    }

    private boolean enterNext() {
        List<SessionEntry> next = store.list(owner, 1, session.map(SessionStore.Place::of));
        if (next.isEmpty()) {
            return false;
        }
        session = Optional.of(next.getFirst());
        before = Long.MAX_VALUE;
        return true;
    }

    /** Returns the place after the turns that were returned; empty if there are surely no more. */
    Optional<String> before() {
        return more && session.isPresent()
                ? Optional.of(
                        Math.min(before, 999_999_999_999_999_999L)
                                + "."
                                + session.get().key().name())
                : Optional.empty();
    }
}
