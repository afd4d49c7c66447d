package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.sessions.SessionLimits;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.port.sessions.SessionStore.Place;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;
import dev.chasqui.domain.session.Turn;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The rules of {@link SessionStore}. */
abstract class SessionStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final SessionKey KEY = new SessionKey("ana", "trip");
    private static final SessionLimits WIDE =
            new SessionLimits(Duration.ofDays(30), 1_000, Long.MAX_VALUE);

    /** Returns an empty store. */
    abstract SessionStore store();

    /** Returns the same store, as another server or the next start has it. */
    abstract SessionStore again();

    private static Turn turn(String asked, String answered, Instant at) {
        return new Turn(
                List.of(Message.of(Role.USER, asked)),
                answered.isEmpty() ? List.of() : List.of(Message.of(Role.ASSISTANT, answered)),
                "llama3",
                at,
                Optional.empty(),
                answered.isEmpty());
    }

    private static void fill(SessionStore store, SessionKey key, int turns, Instant from) {
        for (int i = 0; i < turns; i++) {
            assertThat(
                            store.append(
                                    key,
                                    turn("q" + (i + 1), "a" + (i + 1), from.plusSeconds(i)),
                                    i,
                                    Optional.empty()))
                    .isTrue();
        }
    }

    private static List<String> names(List<SessionEntry> heads) {
        return heads.stream().map(head -> head.key().name()).toList();
    }

    @Test
    void aTurnIsThereAsItWasGiven() {
        Turn whole =
                new Turn(
                        List.of(
                                Message.of(Role.USER, "nul \u0000, half \ud800"),
                                Message.of(Role.USER, "x".repeat(3 << 20))),
                        List.of(Message.of(Role.ASSISTANT, "yes")),
                        "llama3+rag",
                        NOON,
                        Optional.of(Usage.of(7, 3)),
                        false);
        assertThat(store().append(KEY, whole, 0, Optional.of("Be \u0000 brief"))).isTrue();
        assertThat(store().append(KEY, turn("more", "", NOON), 1, Optional.empty())).isTrue();

        List<StoredTurn> turns = again().turns(KEY, Long.MAX_VALUE, 10, Long.MAX_VALUE);
        assertThat(turns).extracting(StoredTurn::number).containsExactly(2L, 1L);
        assertThat(turns.get(1).turn()).isEqualTo(whole);
        assertThat(turns.get(0).turn()).isEqualTo(turn("more", "", NOON));

        SessionHead head = again().find(KEY).orElseThrow();
        assertThat(head.system()).contains("Be \u0000 brief");
        assertThat(head.turns()).isEqualTo(2);
        assertThat(head.messages()).isEqualTo(4);
        assertThat(head.created()).isEqualTo(NOON);
        assertThat(head.used()).isEqualTo(NOON);
        assertThat(head.bytes())
                .isEqualTo(
                        turns.get(0).bytes()
                                + turns.get(1).bytes()
                                + "'Be \\u0000 brief'".length());
    }

    @Test
    void aTurnIsRefusedIfAnotherCameBetween() {
        SessionStore store = store();
        assertThat(store.append(KEY, turn("q", "a", NOON), 1, Optional.empty())).isFalse();
        assertThat(store.find(KEY)).isEmpty();
        fill(store, KEY, 2, NOON);
        assertThat(store.append(KEY, turn("q", "a", NOON), 0, Optional.of("no"))).isFalse();
        assertThat(again().append(KEY, turn("q", "a", NOON), 1, Optional.empty())).isFalse();

        SessionHead head = store.find(KEY).orElseThrow();
        assertThat(head.turns()).isEqualTo(2);
        assertThat(head.system()).isEmpty();
    }

    @Test
    void ofTurnsThatComeTogetherOneIsAdded() throws Exception {
        List<SessionStore> stores = List.of(store(), again());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 10; round++) {
                List<Callable<Boolean>> tries = new ArrayList<>();
                int expected = round;
                for (int i = 0; i < 4; i++) {
                    SessionStore one = stores.get(i % 2);
                    tries.add(
                            () ->
                                    one.append(
                                            KEY, turn("q", "a", NOON), expected, Optional.empty()));
                }
                int added = 0;
                for (Future<Boolean> done : threads.invokeAll(tries)) {
                    added += done.get() ? 1 : 0;
                }
                assertThat(added).isEqualTo(1);
            }
        }
        assertThat(store().turns(KEY, Long.MAX_VALUE, 100, Long.MAX_VALUE)).hasSize(10);
    }

    @Test
    void turnsAreReadBackwardsInPages() {
        SessionStore store = store();
        fill(store, KEY, 5, NOON);

        List<StoredTurn> newest = store.turns(KEY, Long.MAX_VALUE, 2, Long.MAX_VALUE);
        assertThat(newest).extracting(StoredTurn::number).containsExactly(5L, 4L);
        assertThat(store.turns(KEY, 4, 10, Long.MAX_VALUE))
                .extracting(StoredTurn::number)
                .containsExactly(3L, 2L, 1L);
        assertThat(store.turns(KEY, 1, 10, Long.MAX_VALUE)).isEmpty();

        long two = newest.get(0).bytes() + newest.get(1).bytes();
        assertThat(store.turns(KEY, Long.MAX_VALUE, 10, two)).hasSize(2);
        assertThat(store.turns(KEY, Long.MAX_VALUE, 10, two - 1)).hasSize(1);
        assertThat(store.turns(KEY, Long.MAX_VALUE, 10, 0)).hasSize(1);
        assertThat(store.turns(new SessionKey("bea", "trip"), Long.MAX_VALUE, 10, 0)).isEmpty();
    }

    @Test
    void sessionsAreListedTheLatestFirst() {
        SessionStore store = store();
        for (String name : List.of("c", "a", "b")) {
            fill(store, new SessionKey("ana", name), 1, NOON);
        }
        fill(store, new SessionKey("ana", "z"), 1, NOON.minusSeconds(1));
        fill(store, new SessionKey("bea", "y"), 1, NOON);
        assertThat(
                        store.append(
                                new SessionKey("ana", "a"),
                                turn("q", "a", NOON.plusSeconds(1)),
                                1,
                                Optional.empty()))
                .isTrue();

        List<SessionEntry> first = store.list("ana", 2, Optional.empty());
        assertThat(names(first)).containsExactly("a", "c");
        List<SessionEntry> rest = store.list("ana", 10, Optional.of(Place.of(first.getLast())));
        assertThat(names(rest)).containsExactly("b", "z");
        assertThat(store.list("ana", 10, Optional.of(Place.of(rest.getLast())))).isEmpty();
        assertThat(names(store.byName("ana", 2, ""))).containsExactly("a", "b");
        assertThat(names(store.byName("ana", 10, "b"))).containsExactly("c", "z");
        assertThat(store.list("nobody", 10, Optional.empty())).isEmpty();
    }

    @Test
    void aSystemTextIsSetReplacedAndRemoved() {
        SessionStore store = store();
        store.putSystem(KEY, Optional.of("first"), NOON);
        assertThat(store.find(KEY).orElseThrow().system()).contains("first");
        assertThat(store.append(KEY, turn("q", "a", NOON), 0, Optional.empty())).isTrue();
        assertThat(store.find(KEY).orElseThrow().system()).contains("first");
        assertThat(store.append(KEY, turn("q", "a", NOON), 1, Optional.of("second"))).isTrue();
        assertThat(again().find(KEY).orElseThrow().system()).contains("second");
        store.putSystem(KEY, Optional.empty(), NOON);
        assertThat(store.find(KEY).orElseThrow().system()).isEmpty();
        assertThat(store.find(KEY).orElseThrow().turns()).isEqualTo(2);
    }

    @Test
    void aSystemTextCountsAmongTheBytes() {
        SessionStore store = store();
        fill(store, KEY, 1, NOON);
        long turns = store.find(KEY).orElseThrow().bytes();
        store.putSystem(KEY, Optional.of("\u00e4\u20ac"), NOON);
        assertThat(store.find(KEY).orElseThrow().bytes()).isEqualTo(turns + 7);
        store.putSystem(KEY, Optional.of("abc"), NOON);
        assertThat(store.list("ana", 1, Optional.empty()).getFirst().bytes()).isEqualTo(turns + 5);
        store.putSystem(KEY, Optional.empty(), NOON);
        assertThat(store.find(KEY).orElseThrow().bytes()).isEqualTo(turns);
    }

    @Test
    void aSummaryStaysBesideTheTurns() {
        SessionStore store = store();
        Summary summary = new Summary("they met", "small", NOON, 1);
        assertThat(store.putSummary(KEY, summary)).isFalse();
        fill(store, KEY, 2, NOON);
        assertThat(store.putSummary(KEY, summary)).isTrue();
        assertThat(again().find(KEY).orElseThrow().summary()).contains(summary);
        assertThat(store.turns(KEY, Long.MAX_VALUE, 10, Long.MAX_VALUE)).hasSize(2);
    }

    @Test
    void ownersDoNotSeeOneAnother() {
        SessionStore store = store();
        SessionKey other = new SessionKey("bea", "trip");
        fill(store, KEY, 1, NOON);
        assertThat(store.find(other)).isEmpty();
        assertThat(store.delete(other)).isFalse();
        fill(store, other, 3, NOON);
        assertThat(store.forget("bea")).isEqualTo(1);
        assertThat(store.find(KEY).orElseThrow().turns()).isEqualTo(1);
    }

    @Test
    void aRemovedSessionBeginsAnew() {
        SessionStore store = store();
        fill(store, KEY, 3, NOON);
        assertThat(store.delete(KEY)).isTrue();
        assertThat(store.delete(KEY)).isFalse();
        assertThat(again().find(KEY)).isEmpty();
        assertThat(store.turns(KEY, Long.MAX_VALUE, 10, Long.MAX_VALUE)).isEmpty();
        fill(store, KEY, 1, NOON);
        assertThat(store.turns(KEY, Long.MAX_VALUE, 10, Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    void sessionsThatWereNotUsedForTooLongAreRemoved() {
        SessionStore store = store();
        fill(store, new SessionKey("ana", "old"), 1, NOON.minus(Duration.ofDays(31)));
        fill(store, new SessionKey("ana", "kept"), 1, NOON.minus(Duration.ofDays(29)));
        assertThat(pruned(store, WIDE)).isEqualTo(1);
        assertThat(names(store.list("ana", 10, Optional.empty()))).containsExactly("kept");
        assertThat(pruned(store, WIDE)).isZero();
    }

    @Test
    void theOldestSessionsOfAnOwnerGoIfHeHasTooMany() {
        SessionStore store = store();
        for (int i = 0; i < 5; i++) {
            fill(store, new SessionKey("ana", "s" + i), 1, NOON.plusSeconds(i));
        }
        fill(store, new SessionKey("bea", "only"), 1, NOON);
        assertThat(pruned(store, new SessionLimits(Duration.ofDays(30), 2, Long.MAX_VALUE)))
                .isEqualTo(3);
        assertThat(names(store.list("ana", 10, Optional.empty()))).containsExactly("s4", "s3");
        assertThat(store.list("bea", 10, Optional.empty())).hasSize(1);
    }

    @Test
    void theOldestSessionsOfAnOwnerGoIfTheyAreTooLarge() {
        SessionStore store = store();
        for (int i = 0; i < 4; i++) {
            fill(store, new SessionKey("ana", "s" + i), 1, NOON.plusSeconds(i));
        }
        long one = store.find(new SessionKey("ana", "s0")).orElseThrow().bytes();
        assertThat(pruned(store, new SessionLimits(Duration.ofDays(30), 100, 2 * one)))
                .isEqualTo(2);
        assertThat(names(store.list("ana", 10, Optional.empty()))).containsExactly("s3", "s2");
        // The one that was used last stays.
        assertThat(pruned(store, new SessionLimits(Duration.ofDays(30), 100, 1))).isEqualTo(1);
        assertThat(names(store.list("ana", 10, Optional.empty()))).containsExactly("s3");
    }

    /** Removes what is over the limits, and returns the number of sessions. */
    private static int pruned(SessionStore store, SessionLimits limits) {
        int all = 0;
        int more;
        do {
            more = store.prune(limits, NOON);
            all += more;
        } while (more > 0);
        return all;
    }
}
