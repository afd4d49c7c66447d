package dev.chasqui.application.sessions;

import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.port.sessions.SessionLimits;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.sessions.memory.MemorySessions;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.session.SessionKey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The sessions of the server: it makes chats with a stored history, and removes old sessions in the
 * background. Safe for use by several threads.
 */
public final class Sessions implements AutoCloseable {
    /** The most bytes of the text that instructs the model in a session. */
    public static final int MOST_SYSTEM_BYTES = 256 * 1024;

    private final SessionStore store;
    private final InstantSource clock;
    private final SessionOrder order = new SessionOrder();
    private final SessionRetention retention;
    private final Set<SessionChat> running = ConcurrentHashMap.newKeySet();
    private volatile SessionSettings settings;
    private volatile Consumer<SessionKey> whenStored = _ -> {};

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

    /** Notes that a chat may store a turn. */
    void begun(SessionChat chat) {
        running.add(chat);
    }

    /** Notes that a chat stores nothing any more. */
    void ended(SessionChat chat) {
        running.remove(chat);
    }

    /**
     * Removes a session with its turns; chats of it that run store nothing. Returns false if there
     * is none.
     *
     * @throws FailureException as {@link SessionStore} does
     */
    public boolean delete(SessionKey key) {
        drop(chat -> chat.key().equals(key));
        return store.delete(key);
    }

    /**
     * Removes all sessions of an owner, and returns their number; chats of them that run store
     * nothing.
     *
     * @throws FailureException as {@link SessionStore} does
     */
    public int forget(String owner) {
        drop(chat -> chat.key().owner().equals(owner));
        return store.forget(owner);
    }

    private void drop(Predicate<SessionChat> which) {
        running.stream().filter(which).forEach(SessionChat::drop);
    }

    SessionOrder order() {
        return order;
    }

    /**
     * Sets the receiver of the sessions that get a turn, instead of the one before.
     *
     * @param taker takes a session after its turn was stored; it must not wait
     */
    public void whenStored(Consumer<SessionKey> taker) {
        whenStored = taker;
    }

    /** Notes that a session has one turn more. */
    void stored(SessionKey key) {
        whenStored.accept(key);
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

    /**
     * Sets the text that instructs the model in a session, and makes the session if need be.
     *
     * @throws FailureException with {@code TooLarge} if the text is
     */
    public void instruct(SessionKey key, Optional<String> text) {
        text.ifPresent(Sessions::requireShort);
        store.putSystem(key, text, clock.instant());
        madeOne();
    }

    /** Refuses a system text that is too long to be kept. */
    static void requireShort(String system) {
        int bytes = system.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_SYSTEM_BYTES) {
            throw new FailureException(
                    new Failure.TooLarge(
                            "the system text has %d bytes, and a session keeps at most %d; shorten it, or send the chat without a session"
                                    .formatted(bytes, MOST_SYSTEM_BYTES)));
        }
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
