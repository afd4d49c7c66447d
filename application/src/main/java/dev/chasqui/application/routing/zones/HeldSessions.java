package dev.chasqui.application.routing.zones;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The sessions of which a request was kept in this network, so that later ones are, too. Of the
 * name of a session only its SHA-256 is kept, in memory. Where there is no room for one more, the
 * request is refused rather than a session forgotten. Safe for use by several threads.
 */
public final class HeldSessions {
    /** The most sessions of one caller, and of all. */
    static final int MOST_OF_CALLER = 1_024;

    static final int MOST = 65_536;

    private static final Duration NEXT_TRY = Duration.ofMinutes(1);

    private final LongSupplier nanos;

    /** This map guards itself and the counts. */
    private final Map<Key, Held> sessions = new HashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();

    private record Key(String caller, String session) {}

    private record Held(String why, long until) {}

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
    public void hold(String caller, String session, String why, Duration time) {
        if (time.isZero()) {
            return;
        }
        Key key = new Key(caller, sha256(session));
        long now = nanos.getAsLong();
        synchronized (sessions) {
            if (!sessions.containsKey(key) && isFull(caller)) {
                forget(now);
                if (isFull(caller)) {
                    throw full();
                }
            }
            if (sessions.put(key, new Held(why, now + time.toNanos())) == null) {
                counts.merge(caller, 1, Integer::sum);
            }
        }
    }

    private boolean isFull(String caller) {
        return sessions.size() >= MOST || counts.getOrDefault(caller, 0) >= MOST_OF_CALLER;
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
        synchronized (sessions) {
            if (sessions.isEmpty()) {
                return Optional.empty();
            }
        }
        Key key = new Key(caller, sha256(session));
        long now = nanos.getAsLong();
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(key))
                    .filter(held -> held.until() - now > 0)
                    .map(Held::why);
        }
    }

    private void forget(long now) {
        Iterator<Map.Entry<Key, Held>> all = sessions.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, Held> one = all.next();
            if (one.getValue().until() - now <= 0) {
                all.remove();
                counts.computeIfPresent(
                        one.getKey().caller(), (_, count) -> count == 1 ? null : count - 1);
            }
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
