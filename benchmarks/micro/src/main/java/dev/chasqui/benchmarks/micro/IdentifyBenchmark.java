package dev.chasqui.benchmarks.micro;

import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** Measures what it costs to know the holder of a stored key, each time that of another one. */
@State(Scope.Thread)
public class IdentifyBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final int KEYS_OF_USER = 5;

    /** The number of stored keys. */
    @Param({"1", "50000"})
    public int keys;

    private Callers callers = new Callers(List.of());
    private List<String> secrets = List.of();
    private int next;

    /**
     * Fills the directory, and asks for the keys in another order than that in which it has them.
     */
    @Setup
    public void fill() throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        List<String> all = new ArrayList<>(keys);
        List<ApiKey> stored = new ArrayList<>(keys);
        Map<String, User> users = new HashMap<>();
        for (int i = 0; i < keys; i++) {
            String secret = "chsq_%043d".formatted(i);
            String user = "user-" + i / KEYS_OF_USER;
            byte[] digest = sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
            all.add(secret);
            stored.add(key("%016x".formatted(i), user, HexFormat.of().formatHex(digest)));
            users.put(user, user(user));
        }
        CallerDirectory directory =
                new CallerDirectory(
                        new Filled(new CallerStore.Stored(1, users, Map.of(), stored)),
                        InstantSource.system(),
                        true);
        directory.refresh();
        callers = new Callers(List.of(), directory);
        Collections.shuffle(all, new Random(1532));
        secrets = all;
    }

    private static ApiKey key(String id, String user, String sha256) {
        return new ApiKey(
                id,
                user,
                "",
                sha256,
                NOW,
                Optional.of(NOW.plusSeconds(1_000_000_000)),
                Grants.ALL,
                List.of(),
                Optional.empty());
    }

    private static User user(String name) {
        return new User(
                name,
                Caller.Role.USER,
                Set.of(),
                Grants.ALL,
                List.of(),
                Optional.empty(),
                true,
                NOW);
    }

    /** A store that never changes. */
    private record Filled(Stored stored) implements CallerStore {
        @Override
        public Stored load() {
            return stored;
        }

        @Override
        public long version() {
            return stored.version();
        }

        @Override
        public OptionalLong apply(long basedOn, List<Change> changes, AuditEntry entry) {
            return OptionalLong.empty();
        }
    }

    private String secret() {
        next = next + 1 < secrets.size() ? next + 1 : 0;
        return secrets.get(next);
    }

    /** Knows the holder of a key. */
    @Benchmark
    public Caller identify() {
        return callers.identify(secret());
    }

    /** Knows the holder of a key, and what its requests are counted for. */
    @Benchmark
    public List<LimitedScope> identifyWithScopes() {
        return callers.directory().scopes(callers.identify(secret()));
    }
}
