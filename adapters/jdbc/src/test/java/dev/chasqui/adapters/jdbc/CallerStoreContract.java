package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.CallerStore.Change;
import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.text.NamePattern;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The rules of {@link CallerStore}. */
abstract class CallerStoreContract extends DatabaseCase {
    private static final Instant NOW = Instant.parse("2026-11-30T12:34:56.789012Z");

    private static final AuditEntry ENTRY =
            new AuditEntry(NOW, "root", "test", "something", "", "{\"a\":1}");

    private static final List<Limit> LIMITS =
            List.of(
                    new Limit.Requests(5, Duration.ofMinutes(1)),
                    new Limit.Tokens(100_000, Duration.ofDays(1)),
                    new Limit.Concurrency(2));

    private static final Optional<Budget> BUDGET =
            Optional.of(
                    new Budget(
                            new Money(10_500_000_000L),
                            Budget.Period.MONTH,
                            0.75,
                            Budget.Hard.BLOCK_CLOUD));

    private static final Grants GRANTS =
            new Grants(
                    Optional.of(List.of(new NamePattern("llama*"), new NamePattern("qwen3"))),
                    Optional.of(Set.of(ModelKind.CHAT, ModelKind.EMBEDDING)),
                    Optional.of(List.of("rag(collection=handbook k<=10)")),
                    Optional.of(List.of()),
                    Optional.of(Set.of(Zone.RESTRICTED)),
                    OptionalInt.of(3));

    private CallerStore store() {
        return database().callers();
    }

    private static User user(String name, String... teams) {
        return new User(
                name,
                Caller.Role.USER,
                Set.of(teams),
                Grants.ALL,
                List.of(),
                Optional.empty(),
                true,
                NOW);
    }

    private static Team team(String name) {
        return new Team(name, List.of(), Optional.empty());
    }

    private static ApiKey key(String id, String user, int number) {
        return new ApiKey(
                id,
                user,
                "",
                "%064x".formatted(number),
                NOW,
                Optional.empty(),
                Grants.ALL,
                List.of(),
                Optional.empty());
    }

    private OptionalLong apply(long basedOn, Change... changes) {
        return store().apply(basedOn, List.of(changes), ENTRY);
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store().load().users()).isEmpty();
        assertThat(store().load().keys()).isEmpty();
        assertThat(store().version()).isEqualTo(store().load().version());
    }

    @Test
    void everyPartIsThereAfterReopening() {
        User user =
                new User(
                        "ana",
                        Caller.Role.ADMIN,
                        Set.of("red", "blue"),
                        GRANTS,
                        LIMITS,
                        BUDGET,
                        false,
                        NOW);
        Team red = new Team("red", LIMITS, BUDGET);
        ApiKey key =
                new ApiKey(
                        "k1",
                        "ana",
                        "ein \u00fcbler; DROP TABLE 'name' \ud83d\ude00",
                        "ab".repeat(32),
                        NOW,
                        Optional.of(NOW.plusSeconds(60)),
                        GRANTS,
                        LIMITS,
                        BUDGET);
        long version =
                apply(
                                store().version(),
                                // A name may be used before it is made.
                                new Change.PutKey(key),
                                new Change.PutUser(user),
                                new Change.PutTeam(red),
                                new Change.PutTeam(team("blue")))
                        .orElseThrow();

        reopen();

        Stored stored = store().load();
        assertThat(stored.version()).isEqualTo(version).isEqualTo(store().version());
        assertThat(stored.users().values()).containsExactly(user);
        assertThat(stored.teams().values()).containsExactlyInAnyOrder(red, team("blue"));
        assertThat(stored.keys()).containsExactly(key);
        assertThat(database().audit().newest(10)).containsExactly(ENTRY);
    }

    @Test
    void aSecondPutReplacesTheWhole() {
        long one =
                apply(0, new Change.PutTeam(team("t")), new Change.PutUser(user("ana", "t")))
                        .orElseThrow();
        long two = apply(one, new Change.PutKey(key("k", "ana", 1))).orElseThrow();
        apply(two, new Change.PutUser(user("ana")), new Change.PutKey(key("k", "ana", 2)))
                .orElseThrow();

        assertThat(store().load().users().values()).containsExactly(user("ana"));
        assertThat(store().load().keys()).containsExactly(key("k", "ana", 2));
    }

    @Test
    void whatIsRemovedTakesItsOwnWithIt() {
        long version =
                apply(
                                0,
                                new Change.PutTeam(team("t")),
                                new Change.PutUser(user("ana", "t")),
                                new Change.PutUser(user("bob", "t")),
                                new Change.PutKey(key("a", "ana", 1)),
                                new Change.PutKey(key("b", "bob", 2)),
                                new Change.PutKey(key("c", "bob", 3)))
                        .orElseThrow();

        apply(
                        version,
                        new Change.RemoveUser("ana"),
                        new Change.RemoveTeam("t"),
                        new Change.RemoveKey("c"),
                        new Change.RemoveKey("never there"))
                .orElseThrow();

        assertThat(store().load().users().values()).containsExactly(user("bob"));
        assertThat(store().load().teams()).isEmpty();
        assertThat(store().load().keys()).containsExactly(key("b", "bob", 2));
    }

    @Test
    void aUserThatIsRemovedAndMadeAnewHasNoKeys() {
        apply(0, new Change.PutUser(user("ana")), new Change.PutKey(key("a", "ana", 1)));
        apply(1, new Change.RemoveUser("ana"), new Change.PutUser(user("ana"))).orElseThrow();

        assertThat(store().load().users()).containsOnlyKeys("ana");
        assertThat(store().load().keys()).isEmpty();
    }

    @Test
    void aChangeOfAnOldVersionChangesNothing() {
        apply(0, new Change.PutUser(user("ana"))).orElseThrow();

        assertThat(apply(0, new Change.RemoveUser("ana"))).isEmpty();
        assertThat(apply(7, new Change.RemoveUser("ana"))).isEmpty();

        assertThat(store().load().users()).containsOnlyKeys("ana");
        assertThat(store().version()).isEqualTo(1);
        assertThat(database().audit().newest(10)).hasSize(1);
    }

    @Test
    void changesAreAllMadeOrNone() {
        apply(0, new Change.PutUser(user("ana")));

        assertThatThrownBy(
                        () ->
                                apply(
                                        1,
                                        new Change.PutTeam(team("t")),
                                        new Change.PutKey(key("k", "nobody", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k");
        assertThatThrownBy(() -> apply(1, new Change.PutUser(user("bob", "no team"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                apply(
                                        1,
                                        new Change.PutKey(key("k1", "ana", 1)),
                                        new Change.PutKey(key("k2", "ana", 1))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store().version()).isEqualTo(1);
        assertThat(store().load().teams()).isEmpty();
        assertThat(store().load().keys()).isEmpty();
        assertThat(database().audit().newest(10)).hasSize(1);
    }

    @Test
    void severalStoresSeeEachOthersChanges() {
        try (Database other = another()) {
            apply(0, new Change.PutUser(user("ana"))).orElseThrow();
            assertThat(other.callers().version()).isEqualTo(1);
            other.callers().apply(1, List.of(new Change.PutUser(user("bob"))), ENTRY).orElseThrow();
            assertThat(store().version()).isEqualTo(2);
            assertThat(apply(1, new Change.RemoveUser("ana"))).isEmpty();
            assertThat(store().load().users()).containsOnlyKeys("ana", "bob");
        }
    }

    @Test
    void ofManyChangesOfOneVersionOneIsMade() throws Exception {
        try (Database other = another();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<OptionalLong>> calls =
                    IntStream.range(0, 20)
                            .mapToObj(i -> new Change.PutUser(user("u" + i)))
                            .map(
                                    change ->
                                            (Callable<OptionalLong>)
                                                    () ->
                                                            (change.user().name().endsWith("1")
                                                                            ? other.callers()
                                                                            : store())
                                                                    .apply(
                                                                            0,
                                                                            List.of(change),
                                                                            ENTRY))
                            .toList();
            long made = 0;
            for (Future<OptionalLong> call : threads.invokeAll(calls)) {
                made += call.get().isPresent() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(store().load().users()).hasSize(1);
    }

    @Test
    void anInterruptedCallerHarmsNobodyElse() {
        Thread.currentThread().interrupt();
        try {
            apply(0, new Change.PutUser(user("ana")));
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(store().load().users().size()).isLessThan(2);
        assertThat(database().state()).isEqualTo(new DatabaseState.Open());
    }
}
