package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.application.port.callers.Ledger.Query;
import dev.chasqui.application.port.callers.Ledger.Sum;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.LedgerPlace;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The rules of {@link Ledger}. */
abstract class LedgerContract extends DatabaseCase {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    static final Query ALL =
            new Query(
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2027-01-01T00:00:00Z"),
                    Optional.empty());

    private static final Query OF_ANA = new Query(ALL.from(), ALL.until(), Optional.of("ana"));

    private Ledger ledger() {
        return database().ledger();
    }

    static LedgerEntry entry(String id, Instant at, String user, String... teams) {
        return entry(id, at, user, "llama", 200, 10, teams);
    }

    private static LedgerEntry entry(
            String id,
            Instant at,
            String user,
            String model,
            int status,
            long tokens,
            String... teams) {
        return new LedgerEntry(
                id,
                at,
                user,
                Optional.of("key of " + user),
                List.of(teams),
                "openai",
                "chat",
                Optional.of(model),
                Optional.of(model),
                Optional.of("one"),
                Optional.of(Zone.RESTRICTED),
                List.of("rag", "judge"),
                status,
                Duration.ofMillis(1_500),
                Optional.of(Duration.ofMillis(300)),
                2_000,
                3_000,
                tokens,
                2 * tokens,
                1,
                true,
                new Money(tokens * 1_000));
    }

    private static Sum sum(String name, long requests, long failed, long tokens) {
        return new Sum(
                name,
                requests,
                failed,
                tokens,
                2 * tokens,
                new Money(tokens * 1_000),
                requests * 1_500);
    }

    private List<String> newest(Query query, Optional<String> before, int most) {
        return ledger().newest(query, before, most).stream().map(LedgerEntry::id).toList();
    }

    @Test
    void theUseOfModelsIsTheSumOverAllCallersOfAnHour() {
        ledger().add(
                        List.of(
                                entry("a", NOON, "ana"),
                                entry("b", NOON.plusSeconds(9), "bob"),
                                entry("c", NOON.plus(Duration.ofHours(1)), "bob")));

        assertThat(ledger().modelHours(NOON, NOON.plus(Duration.ofHours(1))))
                .containsExactly(new ModelHour(NOON, "llama", "one", 2, new Money(20_000), 3_000));
        assertThat(ledger().modelHours(NOON, NOON.plus(Duration.ofHours(2)))).hasSize(2);
    }

    @Test
    void theContentOfOneUserIsFoundByPageAndForgotten() {
        Optional<ExchangeContent> content = Optional.of(new ExchangeContent("Why?", "So."));
        ledger().add(
                        List.of(
                                entry("f/1", NOON, "ana").withContent(content),
                                entry("f/2", NOON, "ana"),
                                entry("f/3", NOON, "bob").withContent(content)));

        assertThat(ledger().contents(List.of("f/1", "f/2", "none")))
                .containsOnlyKeys("f/1")
                .containsEntry("f/1", content.get());
        assertThat(ledger().contents(List.of())).isEmpty();
        assertThat(ledger().forgetContent("ana")).isEqualTo(1);
        assertThat(ledger().forgetContent("ana")).isZero();
        assertThat(ledger().contents(List.of("f/1", "f/3"))).containsOnlyKeys("f/3");
        assertThat(newest(OF_ANA, Optional.empty(), 9)).hasSize(2);
    }

    @Test
    void contentComesOnlyWithASingleEntryAndGoesWithIt() {
        LedgerEntry with =
                entry("c1", NOON, "ana")
                        .withContent(
                                Optional.of(
                                        new ExchangeContent(
                                                "a".repeat(ExchangeContent.MOST),
                                                "nul \0 \uD83D")));
        ledger().add(List.of(with, entry("c2", NOON.plusSeconds(9), "ana")));
        reopen();

        assertThat(ledger().newest(ALL, Optional.empty(), 10))
                .extracting(LedgerEntry::content)
                .containsOnly(Optional.empty());
        assertThat(ledger().find("c1").orElseThrow().content())
                .contains(
                        new ExchangeContent("a".repeat(ExchangeContent.MOST), "nul \uFFFD \uFFFD"));
        assertThat(ledger().find("c2").orElseThrow().content()).isEmpty();
        assertThat(ledger().find("c3")).isEmpty();

        assertThat(ledger().prune(NOON.plusSeconds(1), 10)).isEqualTo(1);
        assertThat(ledger().find("c1")).isEmpty();
    }

    @Test
    void everyPartOfAnEntryIsKept() {
        LedgerEntry full = entry("x1", NOON.plusNanos(123_456_000), "ana", "red", "blue");
        ledger().add(List.of(full, bare("x2")));
        reopen();
        assertThat(ledger().newest(ALL, Optional.empty(), 10)).containsExactly(full, bare("x2"));
    }

    private static LedgerEntry bare(String id) {
        return new LedgerEntry(
                id,
                NOON,
                "127.0.0.1",
                Optional.empty(),
                List.of(),
                "ollama",
                "load",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                400,
                Duration.ZERO,
                Optional.empty(),
                0,
                0,
                0,
                0,
                0,
                false,
                Money.ZERO);
    }

    @Test
    void entriesWithoutAPartStandBesideOthersInAnyOrder() {
        LedgerEntry full = entry("x1", NOON.plusSeconds(1), "ana");
        ledger().add(List.of(bare("x3"), full, bare("x2")));
        assertThat(newest(ALL, Optional.empty(), 10)).containsExactly("x1", "x3", "x2");
    }

    @Test
    void sumsAreToldApartByEachName() {
        Instant one = NOON.plusSeconds(10);
        ledger().add(
                        List.of(
                                entry("1", one, "ana", "llama", 200, 10, "red"),
                                entry("2", one.plusSeconds(3_600), "ana", "llama", 500, 20, "red"),
                                entry("3", one.plusSeconds(86_400), "bob", "qwen", 200, 5)));
        ledger().add(List.of(entry("4", one, "ana", "qwen", 404, 1, "red", "blue")));

        assertThat(ledger().sums(ALL, By.USER))
                .containsExactly(sum("ana", 3, 2, 31), sum("bob", 1, 0, 5));
        assertThat(ledger().sums(ALL, By.KEY))
                .containsExactly(sum("key of ana", 3, 2, 31), sum("key of bob", 1, 0, 5));
        assertThat(ledger().sums(ALL, By.MODEL))
                .containsExactly(sum("llama", 2, 1, 30), sum("qwen", 2, 1, 6));
        assertThat(ledger().sums(ALL, By.BACKEND)).containsExactly(sum("one", 4, 2, 36));
        assertThat(ledger().sums(ALL, By.TEAM))
                .containsExactly(sum("blue", 1, 1, 1), sum("red", 3, 2, 31));
        assertThat(ledger().sums(ALL, By.HOUR))
                .containsExactly(
                        sum("2026-11-30T12:00:00Z", 2, 1, 11),
                        sum("2026-11-30T13:00:00Z", 1, 1, 20),
                        sum("2026-12-01T12:00:00Z", 1, 0, 5));
        assertThat(ledger().sums(ALL, By.DAY))
                .containsExactly(sum("2026-11-30", 3, 2, 31), sum("2026-12-01", 1, 0, 5));
        assertThat(ledger().sums(OF_ANA, By.MODEL))
                .containsExactly(sum("llama", 2, 1, 30), sum("qwen", 1, 1, 1));
        assertThat(ledger().sums(OF_ANA, By.TEAM)).hasSize(2);
        assertThat(
                        ledger().sums(
                                        new Query(
                                                NOON.plusSeconds(1_800),
                                                NOON.plusSeconds(3_600),
                                                Optional.empty()),
                                        By.USER))
                .containsExactly(sum("ana", 2, 1, 11));
    }

    /** Whole days are read from other rows than the hours beside them. */
    @Test
    void sumsOfAnyTimeAreThoseOfItsHours() {
        Instant begin = Instant.parse("2026-11-28T00:00:00Z");
        List<LedgerEntry> entries = new ArrayList<>();
        for (int hour = 0; hour < 96; hour++) {
            Instant at = begin.plus(Duration.ofHours(hour)).plusSeconds(hour % 60);
            entries.add(entry("id" + hour, at, hour % 2 == 0 ? "ana" : "bob", "red"));
        }
        ledger().add(entries.subList(0, 50));
        ledger().add(entries.subList(50, 96));
        for (int from = 0; from < 96; from += 7) {
            for (int until = from + 1; until <= 96; until += 5) {
                Query some =
                        new Query(
                                begin.plus(Duration.ofHours(from)),
                                begin.plus(Duration.ofHours(until)),
                                Optional.empty());
                long hours = (long) until - from;
                for (By by : By.values()) {
                    List<Sum> sums = ledger().sums(some, by);
                    assertThat(sums).extracting(Sum::name).isSorted().doesNotHaveDuplicates();
                    assertThat(sums.stream().mapToLong(Sum::requests).sum())
                            .as("%s from %d until %d", by, from, until)
                            .isEqualTo(hours);
                }
                Query ofAna = new Query(some.from(), some.until(), Optional.of("ana"));
                assertThat(ledger().sums(ofAna, By.DAY).stream().mapToLong(Sum::requests).sum())
                        .isEqualTo((until + 1) / 2 - (from + 1) / 2);
            }
        }
    }

    @Test
    void anEntryThatIsThereIsNotCountedAgain() {
        ledger().add(List.of(entry("1", NOON, "ana", "red"), entry("1", NOON, "ana", "red")));
        ledger().add(List.of(entry("1", NOON, "bob"), entry("2", NOON, "ana", "red")));

        assertThat(newest(ALL, Optional.empty(), 10)).containsExactly("2", "1");
        assertThat(ledger().sums(ALL, By.USER)).containsExactly(sum("ana", 2, 0, 20));
        assertThat(ledger().sums(ALL, By.TEAM)).containsExactly(sum("red", 2, 0, 20));
    }

    @Test
    void sumsWithoutEntriesAreAddedOnce() {
        LedgerEntry of = entry("1", NOON, "ana", "llama", 500, 10, "red", "blue", "red");
        ledger().add(List.of(of));
        ledger().addSums(unentered("one", 1, of));
        ledger().addSums(unentered("one", 1, of));
        ledger().addSums(unentered("other", 1, of));
        reopen();
        ledger().addSums(unentered("one", 2, of));
        ledger().addSums(unentered("one", 1, of));
        // Writers that were used lately are kept.
        assertThat(ledger().prune(NOON, 9)).isZero();
        ledger().addSums(unentered("one", 2, of));

        assertThat(newest(ALL, Optional.empty(), 10)).containsExactly("1");
        for (By by : By.values()) {
            assertThat(ledger().sums(ALL, by))
                    .as(by.toString())
                    .isNotEmpty()
                    .allSatisfy(sum -> assertThat(sum).isEqualTo(sum(sum.name(), 4, 4, 40)));
            assertThat(ledger().sums(OF_ANA, by)).isEqualTo(ledger().sums(ALL, by));
        }
    }

    private static Ledger.Unentered unentered(String writer, long number, LedgerEntry of) {
        return new Ledger.Unentered(writer, number, Map.of(LedgerPlace.of(of), Sum.of(of)));
    }

    @Test
    void idsComeBackAsTheyAre() {
        List<String> ids = List.of("a~b", "a~b~c", "~a", "a~", "~", "~~", "", "b~a");
        ids.forEach(id -> ledger().add(List.of(entry(id, NOON, "ana"))));
        assertThat(newest(ALL, Optional.empty(), 10)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids).allSatisfy(id -> assertThat(ledger().find(id)).isPresent());
        assertThat(ledger().sums(ALL, By.USER).getFirst().requests()).isEqualTo(ids.size());
    }

    @Test
    void pagesFollowEachOtherAlsoWithinOneMoment() {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            entries.add(entry("id%02d".formatted(i), NOON.plusSeconds(i / 10), "ana"));
            entries.add(entry("bob%02d".formatted(i), NOON.plusSeconds(i / 10), "bob"));
        }
        ledger().add(entries);

        List<String> all = new ArrayList<>();
        List<String> page = newest(OF_ANA, Optional.empty(), 7);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = newest(OF_ANA, Optional.of(page.getLast()), 7);
        }
        List<String> expected =
                entries.stream()
                        .map(LedgerEntry::id)
                        .filter(id -> id.startsWith("id"))
                        .toList()
                        .reversed();
        assertThat(all).containsExactlyElementsOf(expected);
        assertThat(newest(ALL, Optional.of("never there"), 7)).isEmpty();
        assertThat(
                        newest(
                                new Query(NOON, NOON.plusSeconds(1), Optional.empty()),
                                Optional.empty(),
                                99))
                .hasSize(20);
    }

    @Test
    void oldEntriesAndThoseAboveTheMostAreRemovedAndTheirSumsStay() {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            entries.add(entry("id%02d".formatted(i), NOON.plusSeconds(i), "ana"));
        }
        ledger().add(entries);

        assertThat(ledger().prune(NOON.plusSeconds(10), 15)).isEqualTo(15);
        assertThat(ledger().prune(NOON.plusSeconds(10), 15)).isZero();

        assertThat(newest(ALL, Optional.empty(), 99)).hasSize(15).contains("id15", "id29");
        assertThat(ledger().sums(ALL, By.USER)).containsExactly(sum("ana", 30, 0, 300));
    }

    /** A backend may report any number, and a caller may send any name. */
    @Test
    void hostileEntriesAreKeptAndHarmNoOthers() {
        LedgerEntry huge = entry("1", NOON, "ana", "llama", 200, Long.MAX_VALUE / 2_000);
        String name = "x'; DROP TABLE chasqui_ledger; --\0\ud800" + "\u6f22".repeat(1_000);
        ledger().add(
                        List.of(
                                huge,
                                most("2"),
                                most("3"),
                                entry("4", NOON, name, name, 200, 1, name)));

        Sum ana = ledger().sums(OF_ANA, By.USER).getFirst();
        assertThat(ana.promptTokens()).isEqualTo(Long.MAX_VALUE);
        assertThat(ana.cost()).isEqualTo(new Money(Long.MAX_VALUE));
        LedgerEntry kept = ledger().newest(ALL, Optional.empty(), 1).getFirst();
        assertThat(kept.id()).isEqualTo("4");
        assertThat(kept.model().orElseThrow())
                .startsWith("x'; DROP TABLE chasqui_ledger; --\ufffd\ufffd\u6f22")
                .hasSize(Columns.LONGEST_TEXT);
        assertThat(ledger().sums(ALL, By.DAY).getFirst().requests()).isEqualTo(4);
    }

    private static LedgerEntry most(String id) {
        return new LedgerEntry(
                id,
                NOON,
                "ana",
                Optional.empty(),
                List.of(),
                "openai",
                "chat",
                Optional.of("llama"),
                Optional.of("llama"),
                Optional.of("one"),
                Optional.empty(),
                List.of(),
                200,
                Duration.ofDays(10_000),
                Optional.empty(),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                false,
                new Money(Long.MAX_VALUE));
    }

    /** Otherwise a caller could fill the sums with names that it thinks of. */
    @Test
    void modelsThatNoBackendAnsweredForAreOneSum() {
        LedgerEntry known = entry("1", NOON, "ana");
        ledger().add(
                        List.of(
                                known,
                                withoutBackend("2", "invented"),
                                withoutBackend("3", "invented, too")));
        assertThat(ledger().sums(ALL, By.MODEL)).extracting(Sum::name).containsExactly("", "llama");
    }

    /** Otherwise anybody without a key could fill the sums from many addresses. */
    @Test
    void callersWhoAreNotKnownAreOneSum() {
        ledger().add(
                        List.of(
                                refused("1", "192.0.2.1"),
                                refused("2", "192.0.2.2"),
                                entry("3", NOON, "ana")));
        assertThat(ledger().sums(ALL, By.USER)).extracting(Sum::name).containsExactly("-", "ana");
        assertThat(ledger().newest(ALL, Optional.empty(), 9))
                .extracting(LedgerEntry::user)
                .containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2", "ana");
    }

    private static LedgerEntry refused(String id, String address) {
        return new LedgerEntry(
                id,
                NOON,
                address,
                Optional.empty(),
                List.of(),
                "openai",
                "unknown",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                401,
                Duration.ZERO,
                Optional.empty(),
                0,
                0,
                0,
                0,
                0,
                false,
                Money.ZERO);
    }

    static LedgerEntry withoutBackend(String id, String model) {
        return new LedgerEntry(
                id,
                NOON,
                "ana",
                Optional.empty(),
                List.of(),
                "openai",
                "chat",
                Optional.of(model),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                404,
                Duration.ZERO,
                Optional.empty(),
                0,
                0,
                0,
                0,
                0,
                false,
                Money.ZERO);
    }

    @Test
    void severalServersAddToTheSameSums() throws Exception {
        try (Database other = another();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Ledger one = i % 2 == 0 ? ledger() : other.ledger();
                LedgerEntry entry = entry("id" + i, NOON, i % 3 == 0 ? "ana" : "bob", "red");
                LedgerEntry same = entry("same", NOON, "ana", "red");
                calls.add(
                        () -> {
                            one.add(List.of(entry, same));
                            return true;
                        });
            }
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(ledger().sums(ALL, By.TEAM)).containsExactly(sum("red", 21, 0, 210));
    }
}
