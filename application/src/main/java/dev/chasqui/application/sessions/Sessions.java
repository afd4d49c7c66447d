package dev.chasqui.application.sessions;

import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.port.sessions.SessionLimits;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.sessions.memory.MemorySessions;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.session.SessionKey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The sessions of the server: it makes chats with a stored history, and removes old sessions in the
 * background. Safe for use by several threads.
 */
public final class Sessions implements AutoCloseable {
    private final SessionStore store;
    private final InstantSource clock;
    private final SessionOrder order = new SessionOrder();
    private final SessionRetention retention;
    private volatile SessionSettings settings;

    /**
     * Makes the sessions and starts the thread that removes old ones.
     *
     * @param isUsed returns true once the store is in use: one that is not there yet holds nothing
     *     old, and is not made to look
     */
    public Sessions(
            SessionStore store,
            SessionSettings settings,
            InstantSource clock,
            BooleanSupplier isUsed) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        retention = new SessionRetention(store, () -> this.settings, clock, isUsed);
        retention.start();
    }

    /** Makes sessions that are forgotten with the process, with usual settings. */
    public static Sessions inMemory() {
        return new Sessions(
                new MemorySessions(),
                new SessionSettings(
                        true,
                        new SessionLimits(Duration.ofDays(30), 1_000, 1 << 26),
                        true,
                        Duration.ofSeconds(60),
                        8,
                        1 << 19),
                InstantSource.system(),
                () -> false);
    }

    /** Changes the settings; chats that run keep nothing of the old ones but their history. */
    public void change(SessionSettings next) {
        settings = next;
    }

    /** Returns the settings. */
    public SessionSettings settings() {
        return settings;
    }

    /** Returns the store, for those who show and remove sessions. */
    public SessionStore store() {
        return store;
    }

    SessionOrder order() {
        return order;
    }

    /** Notes that there is one session more. */
    void madeOne() {
        retention.soon();
    }

    /** Returns the name under which the sessions of a caller are stored. */
    public static String owner(Caller caller) {
        return caller.name();
    }

    /**
     * Makes a chat of a session, which the caller must close.
     *
     * @param name the name of the session
     * @throws FailureException with {@code Invalid} if the name cannot be that of a session
     */
    public SessionChat chat(ChatPayload payload, Caller caller, String name) {
        return new SessionChat(this, payload, new SessionKey(owner(caller), name), clock.instant());
    }

    /** Sets the text that instructs the model in a session, and makes the session if need be. */
    public void instruct(SessionKey key, Optional<String> text) {
        store.putSystem(key, text, clock.instant());
        madeOne();
    }

    /**
     * Refuses requests while there are no sessions.
     *
     * @throws FailureException with {@code Invalid} if the config has switched them off
     */
    public void requireOn() {
        if (!settings.on()) {
            throw new FailureException(
                    new Failure.Invalid(
                            "session_id",
                            "sessions are off on this server; send the whole conversation, or set"
                                    + " sessions.on to true in its config"));
        }
    }

    /** Ends the thread in the background. Idempotent. */
    @Override
    public void close() {
        retention.close();
    }
}
