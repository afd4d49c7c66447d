package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.application.port.callers.SpendStore.Batch;
import dev.chasqui.application.port.callers.SpendStore.Spent;
import dev.chasqui.domain.account.Money;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The rules of {@link SpendStore}. */
abstract class SpendStoreContract {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

    /** Returns an empty store. */
    abstract SpendStore store();

    /** Returns the same store, as another server or the next start has it. */
    abstract SpendStore again();

    private static Spent spent(String owner, LocalDate day, long nanos) {
        return new Spent(owner, day, new Money(nanos));
    }

    private static Spent spent(String owner, long nanos) {
        return spent(owner, TODAY, nanos);
    }

    @Test
    void amountsOfAnOwnerAndADayAreAdded() {
        SpendStore store = store();
        store.add(new Batch("a", 1, List.of(spent("user/ana", 5), spent("team/lab", 7))));
        store.add(
                new Batch(
                        "a", 2, List.of(spent("user/ana", TODAY.plusDays(1), 2), spent("all", 1))));
        store.add(new Batch("a", 3, List.of(spent("user/ana", 6))));

        assertThat(store.since(TODAY))
                .containsExactlyInAnyOrder(
                        spent("user/ana", 11),
                        spent("team/lab", 7),
                        spent("user/ana", TODAY.plusDays(1), 2),
                        spent("all", 1));
        assertThat(again().since(TODAY.plusDays(1)))
                .containsExactly(spent("user/ana", TODAY.plusDays(1), 2));
    }

    @Test
    void aBatchThatIsGivenTwiceCountsOnce() {
        SpendStore store = store();
        Batch first = new Batch("a", 1, List.of(spent("all", 1)));
        Batch second = new Batch("a", 2, List.of(spent("all", 10)));
        store.add(first);
        store.add(second);
        store.add(second);
        again().add(second);
        store.add(first);
        // The batches of another writer have numbers of their own.
        again().add(new Batch("b", 1, List.of(spent("all", 100))));

        assertThat(store.since(TODAY)).containsExactly(spent("all", 111));
    }

    @Test
    void daysBeforeTheLongestPeriodAreForgotten() {
        SpendStore store = store();
        store.add(
                new Batch(
                        "a",
                        1,
                        List.of(
                                spent("all", TODAY.minusDays(2), 1),
                                spent("all", TODAY.minusDays(1), 2),
                                spent("all", 4))));
        store.forget(TODAY.minusDays(1));
        assertThat(store.since(LocalDate.EPOCH))
                .containsExactlyInAnyOrder(spent("all", TODAY.minusDays(1), 2), spent("all", 4));

        store.forget(TODAY.plusDays(1));
        store.add(new Batch("a", 2, List.of(spent("all", 8))));
        assertThat(store.since(LocalDate.EPOCH)).containsExactly(spent("all", 8));
    }

    @Test
    void anAmountOfAnySizeIsKept() {
        SpendStore store = store();
        String owner = "config/" + "\u00fc".repeat(300);
        store.add(new Batch("a", 1, List.of(spent(owner, Long.MAX_VALUE))));
        store.add(new Batch("a", 2, List.of(spent(owner, Long.MAX_VALUE))));
        assertThat(again().since(TODAY)).containsExactly(spent(owner, Long.MAX_VALUE));
    }

    @Test
    void severalWritersAtOnceLoseNothing() throws Exception {
        List<SpendStore> stores = List.of(store(), again());
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "w" + i;
            SpendStore store = stores.get(i % 2);
            writers.add(
                    () -> {
                        for (int batch = 1; batch <= 20; batch++) {
                            List<Spent> amounts =
                                    List.of(spent("b", 1), spent("a", batch), spent(name, 1));
                            store.add(new Batch(name, batch, amounts));
                        }
                        return null;
                    });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        }
        assertThat(again().since(TODAY))
                .contains(spent("a", 4 * 210), spent("b", 80), spent("w3", 20))
                .hasSize(6);
    }
}
