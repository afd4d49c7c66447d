package dev.chasqui.application.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.CallerStore.Change;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

class CallerDirectoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");

    private final MemoryCallerStore memory = new MemoryCallerStore();
    private final AtomicBoolean away = new AtomicBoolean();
    private final CallerDirectory directory =
            new CallerDirectory(new Unreliable(), () -> NOW, true);
    private final Callers callers =
            new Callers(
                    List.of(
                            new Key(
                                    "config",
                                    KeyDigest.hex("config-key"),
                                    Caller.Role.ADMIN,
                                    Set.of("*"))),
                    directory);

    /** The store of the test, which can be taken away. */
    private final class Unreliable implements CallerStore {
        @Override
        public Stored load() {
            check();
            return memory.load();
        }

        @Override
        public long version() {
            check();
            return memory.version();
        }

        @Override
        public OptionalLong apply(long basedOn, List<Change> changes, AuditEntry entry) {
            check();
            return memory.apply(basedOn, changes, entry);
        }

        private void check() {
            if (away.get()) {
                throw new FailureException(new StoreAway("the test took it away"));
            }
        }
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private void change(Change... changes) {
        memory.apply(
                memory.version(),
                List.of(changes),
                new AuditEntry(NOW, "test", "test", "", "", ""));
    }

    private static Grants grants(String json) {
        return AccountJson.grants(
                (Json.Obj) JsonReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static User user(String name, boolean active, String grants, String... teams) {
        return new User(
                name,
                Caller.Role.USER,
                Set.of(teams),
                grants(grants),
                List.of(),
                Optional.empty(),
                active,
                NOW);
    }

    private static ApiKey key(String user, String key, Optional<Instant> expires, String grants) {
        return new ApiKey(
                "id-" + key,
                user,
                "laptop",
                KeyDigest.hex(key),
                NOW,
                expires,
                grants(grants),
                List.of(),
                Optional.empty());
    }

    private Failure failureOf(String key) {
        try {
            callers.identify(key);
        } catch (FailureException e) {
            return e.failure();
        }
        throw new AssertionError(key + " is accepted");
    }

    private static void await(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aStoredKeyIsKnownWithItsUserKeyAndTeams() {
        change(
                new Change.PutTeam(
                        new Team("crew", List.of(new Limit.Concurrency(2)), Optional.empty())),
                new Change.PutUser(user("ana", true, "{}", "crew")),
                new Change.PutKey(key("ana", "k1", Optional.empty(), "{}")));
        directory.refresh();

        Caller caller = callers.identify("k1");

        assertThat(caller.name()).isEqualTo("ana");
        assertThat(caller.identity())
                .isEqualTo(
                        new Caller.Identity(
                                Optional.of("ana"), Optional.of("id-k1"), Set.of("crew")));
        assertThat(directory.scopes(caller))
                .extracting(LimitedScope::whose)
                .as("owners without limits are not counted")
                .containsExactly("team 'crew'");
        assertThat(directory.grants(caller).isAll()).isTrue();
    }

    @Test
    void anExpiredKeyAndThatOfADeactivatedUserAreRefusedWithTheReason() {
        change(
                new Change.PutUser(user("ana", true, "{}")),
                new Change.PutUser(user("eve", false, "{}")),
                new Change.PutKey(key("ana", "old", Optional.of(NOW), "{}")),
                new Change.PutKey(key("ana", "new", Optional.of(NOW.plusSeconds(1)), "{}")),
                new Change.PutKey(key("eve", "off", Optional.empty(), "{}")));
        directory.refresh();

        assertThat(failureOf("old")).isInstanceOf(Failure.Unauthenticated.class);
        assertThat(failureOf("old").message()).contains("expired at 2026-12-01T10:00:00Z");
        assertThat(failureOf("off").message()).contains("'eve' is deactivated");
        assertThat(callers.identify("new").name()).isEqualTo("ana");
    }

    @Test
    void beforeTheFirstReadOnlyKeysOfTheConfigAreKnown() {
        away.set(true);
        directory.start();

        assertThat(callers.identify("config-key").name()).isEqualTo("config");
        assertThat(failureOf("k1")).isInstanceOf(StoreAway.class);
        assertThat(new Callers(List.of(), directory).keysRequired()).isTrue();
        assertThat(new Callers(List.of(), directory).missingKey()).isInstanceOf(StoreAway.class);

        away.set(false);
        await(() -> failureOf("k1") instanceof Failure.Unauthenticated);
        assertThat(new Callers(List.of(), directory).keysRequired()).isFalse();
    }

    @Test
    void knownKeysStayKnownWhileTheStoreIsAwayAndChangesOfOthersAreSeen() {
        change(
                new Change.PutUser(user("ana", true, "{}")),
                new Change.PutKey(key("ana", "k1", Optional.empty(), "{}")));
        directory.start();
        await(directory::isRead);
        away.set(true);
        assertThat(callers.identify("k1").name()).isEqualTo("ana");
        // Another server may have made it meanwhile.
        await(() -> failureOf("other") instanceof StoreAway);
        assertThatThrownBy(directory::refresh).isInstanceOf(FailureException.class);
        assertThat(callers.identify("k1").name()).isEqualTo("ana");

        change(new Change.RemoveKey("id-k1"));
        away.set(false);

        await(() -> !directory.known().orElseThrow().keys().iterator().hasNext());
        await(() -> failureOf("k1").message().contains("unknown"));
    }

    @Test
    void whatUserAndKeyAllowMustBothHold() {
        change(
                new Change.PutUser(
                        user(
                                "ana",
                                true,
                                "{\"models\":[\"gpt-*\"],\"agents\":[\"rag\",\"help\"],"
                                        + "\"kinds\":[\"chat\",\"embedding\"],\"priority\":5}")),
                new Change.PutKey(
                        key(
                                "ana",
                                "k1",
                                Optional.empty(),
                                "{\"models\":[\"*-mini\"],\"agents\":[\"rag(k<=3)\"],"
                                        + "\"kinds\":[\"chat\"],\"zones\":[\"restricted\"],"
                                        + "\"priority\":2}")));
        directory.refresh();
        Caller caller = callers.identify("k1");

        CallerGrants grants = directory.grants(caller);

        assertThat(caller.agents()).containsExactly("rag(k<=3)");
        assertThat(grants.allowsModel("GPT-4-mini")).isTrue();
        assertThat(grants.allowsModel("gpt-4-mini+rag(k=2)")).isTrue();
        assertThat(grants.allowsModel("gpt-4")).isFalse();
        assertThat(grants.allowsModel("o-mini")).isFalse();
        assertThat(grants.allowsKind(RequestKind.CHAT)).isTrue();
        assertThat(grants.allowsKind(RequestKind.EMBEDDINGS)).isFalse();
        assertThat(grants.allowsKind(RequestKind.FORWARD)).isFalse();
        assertThat(grants.allowsZone(Zone.RESTRICTED)).isTrue();
        assertThat(grants.allowsZone(Zone.OPEN)).isFalse();
        assertThat(grants.priority()).hasValue(2);
    }

    @Test
    void aKeyThatWasRemovedMeanwhileAllowsNothing() {
        change(
                new Change.PutUser(user("ana", true, "{}")),
                new Change.PutKey(key("ana", "k1", Optional.empty(), "{}")));
        directory.refresh();
        Caller caller = callers.identify("k1");
        change(new Change.RemoveUser("ana"));
        directory.refresh();

        assertThat(directory.grants(caller).allowsModel("any")).isFalse();
        assertThat(directory.scopes(caller)).isEmpty();
    }

    @Test
    void administratorsNeedNoKeyUntilOneOfThemHasOne() {
        Callers stored = new Callers(List.of(), directory);
        change(
                new Change.PutUser(user("ana", true, "{}")),
                new Change.PutKey(key("ana", "k1", Optional.empty(), "{}")));
        directory.refresh();
        assertThat(stored.keysRequired()).isTrue();
        assertThat(stored.adminKeyRequired()).isFalse();

        User ana = user("ana", true, "{}");
        change(
                new Change.PutUser(
                        new User(
                                "ana",
                                Caller.Role.ADMIN,
                                ana.teams(),
                                ana.grants(),
                                List.of(),
                                Optional.empty(),
                                false,
                                NOW)));
        directory.refresh();
        assertThat(stored.adminKeyRequired()).isTrue();
    }
}
