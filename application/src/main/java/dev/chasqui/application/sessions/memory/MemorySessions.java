package dev.chasqui.application.sessions.memory;

import dev.chasqui.application.port.sessions.SessionLimits;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.session.MessageJson;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;
import dev.chasqui.domain.session.Turn;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A store that forgets with the process. Safe for use by several threads. */
public final class MemorySessions implements SessionStore {
    private static final Comparator<SessionHead> LATEST_FIRST =
            Comparator.comparing(SessionHead::used)
                    .thenComparing(head -> head.key().name())
                    .reversed();

    private final Map<SessionKey, Stored> sessions = new HashMap<>();

    /** A session with its turns, the first one first. */
    private static final class Stored {
        SessionHead head;
        final List<StoredTurn> turns = new ArrayList<>();

        Stored(SessionHead head) {
            this.head = head;
        }
    }

    /** Returns the bytes of a turn's messages. */
    private static long bytes(Turn turn) {
        return Stream.of(turn.asked(), turn.answered())
                .mapToLong(
                        messages ->
                                MessageJson.write(messages).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** Returns the bytes of a system text, which databases keep as a JSON string. */
    private static long bytes(Optional<String> system) {
        return system.map(text -> Json.of(text).toBytes().length).orElse(0);
    }

    private static SessionHead empty(SessionKey key, Instant now) {
        return new SessionHead(key, Optional.empty(), now, now, 0, 0, 0, Optional.empty());
    }

    /** Returns a time as databases keep it. */
    private static Instant stored(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public synchronized Optional<SessionHead> find(SessionKey key) {
        return Optional.ofNullable(sessions.get(key)).map(stored -> stored.head);
    }

    private Stream<SessionHead> of(String owner) {
        return sessions.values().stream()
                .map(stored -> stored.head)
                .filter(head -> head.key().owner().equals(owner));
    }

    @Override
    public synchronized List<SessionEntry> list(String owner, int limit, Optional<Place> after) {
        return of(owner)
                .filter(head -> after.map(place -> isAfter(head, place)).orElse(true))
                .sorted(LATEST_FIRST)
                .limit(limit)
                .map(SessionHead::entry)
                .toList();
    }

    private static boolean isAfter(SessionHead head, Place place) {
        int order = head.used().compareTo(place.used());
        return order < 0 || (order == 0 && head.key().name().compareTo(place.name()) < 0);
    }

    @Override
    public synchronized List<SessionEntry> byName(String owner, int limit, String after) {
        return of(owner)
                .filter(head -> head.key().name().compareTo(after) > 0)
                .sorted(Comparator.comparing(head -> head.key().name()))
                .limit(limit)
                .map(SessionHead::entry)
                .toList();
    }

    @Override
    public synchronized boolean append(
            SessionKey key, Turn turn, long expected, Optional<String> system) {
        Stored stored = sessions.get(key);
        if ((stored == null ? 0 : stored.head.turns()) != expected) {
            return false;
        }
        Instant now = stored(turn.at());
        Stored changed = stored == null ? new Stored(empty(key, now)) : stored;
        SessionHead before = changed.head;
        long bytes = bytes(turn);
        changed.turns.add(
                new StoredTurn(
                        expected + 1,
                        bytes,
                        new Turn(
                                turn.asked(),
                                turn.answered(),
                                turn.model(),
                                now,
                                turn.usage(),
                                turn.cut())));
        changed.head =
                new SessionHead(
                        key,
                        system.or(before::system),
                        before.created(),
                        now.isAfter(before.used()) ? now : before.used(),
                        expected + 1,
                        before.messages() + turn.size(),
                        before.bytes()
                                + bytes
                                + (system.isPresent() ? bytes(system) - bytes(before.system()) : 0),
                        before.summary());
        sessions.put(key, changed);
        return true;
    }

    @Override
    public synchronized List<StoredTurn> turns(
            SessionKey key, long before, int most, long mostBytes) {
        Stored stored = sessions.get(key);
        List<StoredTurn> page = new ArrayList<>();
        if (stored == null) {
            return page;
        }
        long bytes = 0;
        int last = (int) Math.min(stored.turns.size(), Math.max(0, before - 1));
        for (int i = last - 1; i >= 0 && page.size() < most; i--) {
            StoredTurn turn = stored.turns.get(i);
            bytes += turn.bytes();
            if (bytes > mostBytes && !page.isEmpty()) {
                break;
            }
            page.add(turn);
        }
        return page;
    }

    @Override
    public synchronized void putSystem(SessionKey key, Optional<String> text, Instant now) {
        Instant at = stored(now);
        Stored stored = sessions.computeIfAbsent(key, _ -> new Stored(empty(key, at)));
        SessionHead head = stored.head;
        stored.head =
                new SessionHead(
                        key,
                        text,
                        head.created(),
                        at,
                        head.turns(),
                        head.messages(),
                        head.bytes() + bytes(text) - bytes(head.system()),
                        head.summary());
    }

    @Override
    public synchronized boolean putSummary(SessionKey key, Summary summary) {
        @Nullable Stored stored = sessions.get(key);
        if (stored == null) {
            return false;
        }
        SessionHead head = stored.head;
        boolean isOld = head.summary().filter(known -> known.upTo() > summary.upTo()).isPresent();
        if (isOld || head.turns() < summary.upTo()) {
            return false;
        }
        stored.head =
                new SessionHead(
                        key,
                        head.system(),
                        head.created(),
                        head.used(),
                        head.turns(),
                        head.messages(),
                        head.bytes(),
                        Optional.of(
                                new Summary(
                                        summary.text(),
                                        summary.model(),
                                        stored(summary.at()),
                                        summary.upTo())));
        return true;
    }

    @Override
    public synchronized boolean delete(SessionKey key) {
        return sessions.remove(key) != null;
    }

    @Override
    public synchronized int forget(String owner) {
        int before = sessions.size();
        sessions.keySet().removeIf(key -> key.owner().equals(owner));
        return before - sessions.size();
    }

    @Override
    public synchronized int prune(SessionLimits limits, Instant now) {
        int before = sessions.size();
        Instant oldest = now.minus(limits.keepFor());
        sessions.values().removeIf(stored -> stored.head.used().isBefore(oldest));
        Set<String> owners = new HashSet<>();
        sessions.keySet().forEach(key -> owners.add(key.owner()));
        for (String owner : owners) {
            int count = 0;
            long bytes = 0;
            for (SessionHead head : of(owner).sorted(LATEST_FIRST).toList()) {
                count++;
                bytes += head.bytes();
                boolean isOver = count > limits.mostPerUser() || bytes > limits.mostBytesPerUser();
                if (isOver && count > 1) {
                    sessions.remove(head.key());
                }
            }
        }
        return before - sessions.size();
    }
}
