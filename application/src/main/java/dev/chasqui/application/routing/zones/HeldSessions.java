package dev.chasqui.application.routing.zones;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The sessions of which a request was kept in this network, so that later ones are, too. Of the
 * name of a session only its SHA-256 is kept, in memory. Where there is no room for one more, the
 * request is refused rather than a session forgotten. Safe for use by several threads.
 */
public final class HeldSessions {
    /** The most sessions of one caller, of all, and of those callers that need no key. */
    static final int MOST_OF_CALLER = 1_024;

    static final int MOST = 65_536;
    static final int MOST_WITHOUT_KEY = MOST / 2;

    private static final Duration NEXT_TRY = Duration.ofMinutes(1);

    private final LongSupplier nanos;

    /** The sessions, first those without a request for longest. It guards itself and the counts. */
    private final Map<Key, Held> sessions = new LinkedHashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();
    private int withoutKey;

    private record Key(String caller, String session) {}

    private record Held(String why, long until, boolean hasKey) {}

    /**
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    public HeldSessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Keeps the later requests of a session in this network.
     *
     * @param session its name, as the caller spells it
     * @param why the reason, in short words
     * @param time the time for which it is kept from now on; zero for not at all
     * @throws FailureException with {@code Overloaded} if there is no room for one more
     */
    public void hold(Caller caller, String session, String why, Duration time) {
        if (time.isZero()) {
            return;
        }
        boolean hasKey = caller.identity().user().isPresent();
        Key key = new Key(caller.name(), sha256(session));
        long now = nanos.getAsLong();
        synchronized (sessions) {
            forget(now);
            Held before = sessions.remove(key);
            if (before == null && isFull(caller.name(), hasKey)) {
                throw full();
            }
            if (before == null) {
                count(key, hasKey, 1);
            }
            boolean counted = before == null ? hasKey : before.hasKey();
            sessions.put(key, new Held(why, now + time.toNanos(), counted));
        }
    }

    private boolean isFull(String caller, boolean hasKey) {
        return sessions.size() >= MOST
                || counts.getOrDefault(caller, 0) >= MOST_OF_CALLER
                || (!hasKey && withoutKey >= MOST_WITHOUT_KEY);
    }

    private void count(Key key, boolean hasKey, int more) {
        counts.merge(
                key.caller(), more, (was, by) -> was + by == 0 ? null : Integer.valueOf(was + by));
        withoutKey += hasKey ? 0 : more;
    }

    private static FailureException full() {
        return new FailureException(
                new Failure.Overloaded(
                        "too many sessions are kept in this network now; use one of them again, or"
                                + " try again later",
                        NEXT_TRY));
    }

    /** Returns why the requests of a session stay in this network; empty if they need not. */
    public Optional<String> why(String caller, String session) {
        return renewed(caller, session, Duration.ZERO);
    }

    /**
     * Returns why the requests of a session stay in this network, and keeps the later ones there
     * for some more time; empty if they need not.
     *
     * @param time the time from now on; zero if it stays as it is
     */
    public Optional<String> renewed(String caller, String session, Duration time) {
        synchronized (sessions) {
            if (sessions.isEmpty()) {
                return Optional.empty();
            }
        }
        Key key = new Key(caller, sha256(session));
        long now = nanos.getAsLong();
        synchronized (sessions) {
            Held held = sessions.get(key);
            if (held == null || held.until() - now <= 0) {
                return Optional.empty();
            }
            if (!time.isZero()) {
                sessions.remove(key);
                sessions.put(key, new Held(held.why(), now + time.toNanos(), held.hasKey()));
            }
            return Optional.of(held.why());
        }
    }

    /** Returns the reason of a later request of a session. */
    public static String ofEarlier(String why) {
        return "an earlier request of its session had to: " + why;
    }

    /** Forgets those whose time is over, as far as they come first. */
    private void forget(long now) {
        Iterator<Map.Entry<Key, Held>> all = sessions.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, Held> first = all.next();
            if (first.getValue().until() - now > 0) {
                return;
            }
            all.remove();
            count(first.getKey(), first.getValue().hasKey(), -1);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
