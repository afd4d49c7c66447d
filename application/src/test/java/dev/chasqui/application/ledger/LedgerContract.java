package dev.chasqui.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.LedgerPlace;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.account.Money;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The behaviour of every ledger. */
abstract class LedgerContract {
    private static final Instant NOON = Entries.NOON;

    private static final Ledger.Query ALL =
            new Ledger.Query(
                    NOON.minus(Duration.ofDays(9)), NOON.plus(Duration.ofDays(9)), empty());

    private static Optional<String> empty() {
        return Optional.empty();
    }

    /** Returns an empty ledger. */
    abstract Ledger ledger();

    private static List<String> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::id).toList();
    }

    @Test
    void entriesComeBackAsTheyAreTheNewestFirst() {
        Ledger ledger = ledger();
        LedgerEntry late = Entries.entry("b", NOON.plusSeconds(1), "ana");
        LedgerEntry early = Entries.entry("c", NOON, "bob");
        ledger.add(List.of(late, early));

        assertThat(ledger.newest(ALL, empty(), 9)).containsExactly(late, early);
        assertThat(ledger.newest(ALL, empty(), 1)).containsExactly(late);
    }

    @Test
    void contentComesOnlyWithASingleEntryAndGoesWithIt() {
        Ledger ledger = ledger();
        LedgerEntry with =
                Entries.entry("a", NOON, "ana")
                        .withContent(Optional.of(new ExchangeContent("Why?", "So \u00e4.")));
        LedgerEntry without = Entries.entry("b", NOON.plusSeconds(1), "ana");
        ledger.add(List.of(with, without));

        assertThat(ledger.newest(ALL, empty(), 9))
                .extracting(LedgerEntry::content)
                .containsExactly(Optional.empty(), Optional.empty());
        assertThat(ledger.find("a")).contains(with);
        assertThat(ledger.find("b")).contains(without);
        assertThat(ledger.find("c")).isEmpty();

        assertThat(ledger.prune(NOON.plusSeconds(1), 9)).isEqualTo(1);
        assertThat(ledger.find("a")).isEmpty();
    }

    @Test
    void theUseOfModelsIsTheSumOverAllCallersOfAnHour() {
        Ledger ledger = ledger();
        ledger.add(
                List.of(
                        Entries.entry("a", NOON, "ana"),
                        Entries.entry("b", NOON.plusSeconds(9), "bob"),
                        Entries.entry("c", NOON.plus(Duration.ofHours(1)), "bob")));

        assertThat(ledger.modelHours(NOON, NOON.plus(Duration.ofHours(1))))
                .containsExactly(new ModelHour(NOON, "m", "backend", 2, new Money(3_000), 80));
        assertThat(ledger.modelHours(NOON, NOON.plus(Duration.ofHours(2)))).hasSize(2);
    }

    @Test
    void anEntryThatIsThereAlreadyIsLeftAsItIs() {
        Ledger ledger = ledger();
        LedgerEntry first = Entries.entry("a", NOON, "ana");
        ledger.add(List.of(first));
        ledger.add(List.of(Entries.entry("a", NOON, "bob"), Entries.entry("b", NOON, "ana")));

        assertThat(ledger.newest(ALL, empty(), 9)).hasSize(2).contains(first);
        assertThat(ledger.sums(ALL, Ledger.By.USER))
                .extracting(Ledger.Sum::name, Ledger.Sum::requests)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ana", 2L));
    }

    @Test
    void pagesFollowEachOtherAlsoAmongEntriesOfOneMoment() {
        Ledger ledger = ledger();
        ledger.add(
                List.of(
                        Entries.entry("a", NOON, "ana"),
                        Entries.entry("b", NOON, "ana"),
                        Entries.entry("c", NOON, "bob"),
                        Entries.entry("d", NOON.minusSeconds(1), "ana")));
        List<String> first = ids(ledger.newest(ALL, empty(), 2));
        List<String> second = ids(ledger.newest(ALL, Optional.of(first.getLast()), 2));

        assertThat(first).doesNotContainAnyElementsOf(second).doesNotContain("d");
        assertThat(second).hasSize(2).last().isEqualTo("d");
        assertThat(ledger.newest(ALL, Optional.of("d"), 2)).isEmpty();
        assertThat(ledger.newest(ALL, Optional.of("unknown"), 2)).isEmpty();
    }

    @Test
    void aQueryChoosesUserAndTime() {
        Ledger ledger = ledger();
        ledger.add(
                List.of(
                        Entries.entry("a", NOON, "ana"),
                        Entries.entry("b", NOON.plusSeconds(3600), "ana"),
                        Entries.entry("c", NOON, "bob")));
        var query = new Ledger.Query(NOON, NOON.plusSeconds(3600), Optional.of("ana"));

        assertThat(ids(ledger.newest(query, empty(), 9))).containsExactly("a");
        assertThat(ledger.sums(query, Ledger.By.USER)).hasSize(1);
        assertThat(ledger.sums(query, Ledger.By.USER).getFirst().requests()).isEqualTo(1);
    }

    @Test
    void sumsAreToldApartByEachProperty() {
        Ledger ledger = ledger();
        ledger.add(
                List.of(
                        Entries.entry("a", NOON, "ana", "m", 200, List.of("x", "y")),
                        Entries.entry("b", NOON.plusSeconds(3600), "ana", "n", 429, List.of("x")),
                        Entries.entry("c", NOON.plus(Duration.ofDays(1)), "bob")));

        assertThat(ledger.sums(ALL, Ledger.By.USER))
                .containsExactly(
                        new Ledger.Sum("ana", 2, 1, 40, 10, new Money(3_000), 80),
                        new Ledger.Sum("bob", 1, 0, 20, 5, new Money(1_500), 40));
        assertThat(names(ledger, Ledger.By.KEY)).containsExactly("ana-key", "bob-key");
        assertThat(names(ledger, Ledger.By.TEAM)).containsExactly("x", "y");
        assertThat(names(ledger, Ledger.By.MODEL)).containsExactly("m", "n");
        assertThat(names(ledger, Ledger.By.BACKEND)).containsExactly("backend");
        assertThat(names(ledger, Ledger.By.HOUR))
                .containsExactly(
                        "2026-11-30T12:00:00Z", "2026-11-30T13:00:00Z", "2026-12-01T12:00:00Z");
        assertThat(names(ledger, Ledger.By.DAY)).containsExactly("2026-11-30", "2026-12-01");
    }

    private static List<String> names(Ledger ledger, Ledger.By by) {
        return ledger.sums(ALL, by).stream().map(Ledger.Sum::name).toList();
    }

    @Test
    void oldEntriesAreRemovedAndTheirSumsStay() {
        Ledger ledger = ledger();
        ledger.add(
                List.of(
                        Entries.entry("a", NOON, "ana"),
                        Entries.entry("b", NOON.plusSeconds(2), "ana"),
                        Entries.entry("c", NOON.plusSeconds(1), "ana")));

        assertThat(ledger.prune(NOON.plusSeconds(1), 9)).isEqualTo(1);
        assertThat(ids(ledger.newest(ALL, empty(), 9))).containsExactly("b", "c");
        assertThat(ledger.prune(NOON, 1)).isEqualTo(1);
        assertThat(ids(ledger.newest(ALL, empty(), 9))).containsExactly("b");
        assertThat(ledger.sums(ALL, Ledger.By.USER).getFirst().requests()).isEqualTo(3);
    }

    @Test
    void sumsWithoutEntriesAreAddedOnce() {
        Ledger ledger = ledger();
        LedgerEntry entered = Entries.entry("a", NOON, "ana", "m", 200, List.of("x"));
        ledger.add(List.of(entered));
        Ledger.Unentered first = unentered("one", 1, entered);
        ledger.addSums(first);
        ledger.addSums(first);
        ledger.addSums(unentered("other", 1, entered));
        ledger.addSums(unentered("one", 3, entered));
        ledger.addSums(unentered("one", 2, entered));

        assertThat(ids(ledger.newest(ALL, empty(), 9))).containsExactly("a");
        for (Ledger.By by : Ledger.By.values()) {
            assertThat(ledger.sums(ALL, by))
                    .as(by.toString())
                    .extracting(Ledger.Sum::requests)
                    .containsExactly(4L);
        }
    }

    private static Ledger.Unentered unentered(String writer, long number, LedgerEntry of) {
        return new Ledger.Unentered(writer, number, Map.of(LedgerPlace.of(of), Ledger.Sum.of(of)));
    }
}
