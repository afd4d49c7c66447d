package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Store;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store in memory with the bounds of the server's. Safe for use by several threads. */
public final class TestStore implements Store {
    private final Content content;
    private final List<String> scope;

    /** The values of all scopes; the object is the lock. */
    private static final class Content {
        private final Map<List<String>, TreeMap<String, Value>> scopes = new HashMap<>();
        private final InstantSource clock;

        Content(InstantSource clock) {
            this.clock = clock;
        }

        long total() {
            return scopes.values().stream()
                    .flatMap(values -> values.entrySet().stream())
                    .mapToLong(each -> size(each.getKey(), each.getValue().bytes()))
                    .sum();
        }

        int count() {
            return scopes.values().stream().mapToInt(Map::size).sum();
        }
    }

    private record Value(byte[] bytes, @Nullable Instant end) {}

    private TestStore(Content content, List<String> scope) {
        this.content = content;
        this.scope = scope;
    }

    /** Makes an empty store. */
    public TestStore() {
        this(InstantSource.system());
    }

    /** Makes an empty store whose values end by a clock of the test's. */
    public TestStore(InstantSource clock) {
        this(new Content(clock), List.of());
    }

    @Override
    public Optional<byte[]> get(String key) {
        check("key", key);
        synchronized (content) {
            return Optional.ofNullable(values().get(key)).map(value -> value.bytes().clone());
        }
    }

    @Override
    public void put(String key, byte[] value) {
        put(key, value, (Instant) null);
    }

    @Override
    public void put(String key, byte[] value, Duration life) {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("life: " + life + " (expected: more than 0)");
        }
        put(key, value, content.clock.instant().plus(life));
    }

    private void put(String key, byte[] value, @Nullable Instant end) {
        check("key", key);
        if (value.length > LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    "value: " + value.length + " bytes (expected: at most " + LARGEST_VALUE + ")");
        }
        synchronized (content) {
            content.scopes.keySet().forEach(this::dropOld);
            Map<String, Value> values = values();
            Value before = values.get(key);
            long freed = before == null ? 0 : size(key, before.bytes());
            if (content.total() - freed + size(key, value) > LARGEST_TOTAL
                    || (before == null && content.count() >= MOST_VALUES)) {
                throw new FailureException(
                        new Failure.DiskFull("the test's store is full; delete values"));
            }
            values.put(key, new Value(value.clone(), end));
        }
    }

    private static long size(String key, byte[] value) {
        return key.getBytes(StandardCharsets.UTF_8).length + (long) value.length;
    }

    @Override
    public boolean delete(String key) {
        check("key", key);
        synchronized (content) {
            return values().remove(key) != null;
        }
    }

    @Override
    public List<String> keys(String prefix) {
        synchronized (content) {
            return values().keySet().stream().filter(key -> key.startsWith(prefix)).toList();
        }
    }

    @Override
    public Store of(Caller caller) {
        return within("caller", caller.name());
    }

    @Override
    public Store session(String id) {
        check("session", id);
        return within("session", id);
    }

    private Store within(String kind, String name) {
        return new TestStore(
                content, Stream.concat(scope.stream(), Stream.of(kind, name)).toList());
    }

    private Map<String, Value> values() {
        Map<String, Value> values = content.scopes.computeIfAbsent(scope, _ -> new TreeMap<>());
        dropOld(scope);
        return values;
    }

    private void dropOld(List<String> of) {
        Instant now = content.clock.instant();
        content.scopes
                .getOrDefault(of, new TreeMap<>())
                .values()
                .removeIf(value -> value.end() != null && !now.isBefore(value.end()));
    }

    private static void check(String what, String text) {
        boolean valid = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (text.isEmpty()
                || !valid
                || text.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    what + ": (expected: 1 to " + LONGEST_KEY + " bytes of valid Unicode)");
        }
    }
}
