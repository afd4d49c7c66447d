package dev.chasqui.application.personal;

import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.sessions.SessionJson;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The stored sessions of users. An export has an item for each session, and after it one for each
 * of its turns, the newest first.
 */
public final class SessionsOfUser implements PersonalData {
    private static final int SESSIONS = 100;
    private static final int TURNS = 100;
    private static final long BYTES = 1 << 20;

    private final Sessions sessions;
    private final SessionStore store;

    public SessionsOfUser(Sessions sessions) {
        this.sessions = sessions;
        this.store = sessions.store();
    }

    @Override
    public String kind() {
        return "sessions";
    }

    @Override
    public void export(String owner, Receiver receiver) throws IOException {
        String after = "";
        for (List<SessionEntry> page = store.byName(owner, SESSIONS, after);
                !page.isEmpty();
                page = store.byName(owner, SESSIONS, after)) {
            for (SessionEntry session : page) {
                // One that was removed meanwhile is left out.
                Optional<SessionHead> head = store.find(session.key());
                if (head.isPresent()) {
                    receiver.take(SessionJson.head(head.get()));
                    exportTurns(session.key(), receiver);
                }
            }
            after = page.getLast().key().name();
        }
    }

    private void exportTurns(SessionKey key, Receiver receiver) throws IOException {
        long before = Long.MAX_VALUE;
        for (List<StoredTurn> page = store.turns(key, before, TURNS, BYTES);
                !page.isEmpty();
                page = store.turns(key, before, TURNS, BYTES)) {
            for (StoredTurn turn : page) {
                receiver.take(
                        Json.Obj.EMPTY
                                .with("session_id", Json.of(key.name()))
                                .withAll(SessionJson.turn(turn)));
            }
            before = page.getLast().number();
        }
    }

    @Override
    public long forget(String owner) {
        return sessions.forget(owner);
    }
}
