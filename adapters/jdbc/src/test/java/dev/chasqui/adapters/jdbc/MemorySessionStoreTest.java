package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.sessions.memory.MemorySessions;

/** The sessions in memory. */
class MemorySessionStoreTest extends SessionStoreContract {
    private final SessionStore store = new MemorySessions();

    @Override
    SessionStore store() {
        return store;
    }

    @Override
    SessionStore again() {
        return store;
    }
}
