package dev.chasqui.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The sums of requests without an entry. */
class UnenteredSumsTest {
    private static final Ledger.Query ALL =
            new Ledger.Query(
                    Instant.EPOCH, Entries.NOON.plus(Duration.ofDays(99)), Optional.empty());

    private final AtomicInteger uncounted = new AtomicInteger();
    private final UnenteredSums sums = new UnenteredSums(uncounted::addAndGet);
    private final List<Ledger.Unentered> given = new ArrayList<>();

    /** A ledger that adds sums, and whose answers are lost while it is told so. */
    private final class LosingLedger extends ForwardingLedger {
        boolean losesAnswers;

        @Override
        public void addSums(Unentered more) {
            given.add(more);
            inner.addSums(more);
            if (losesAnswers) {
                throw new FailureException(new StoreAway("the answer is lost"));
            }
        }
    }

    private final LosingLedger ledger = new LosingLedger();

    private long requests() {
        return ledger.sums(ALL, Ledger.By.DAY).stream().mapToLong(Ledger.Sum::requests).sum();
    }

    @Test
    void afterALostAnswerTheSameSumsComeAgainAndLaterOnesAfterThem() {
        ledger.losesAnswers = true;
        sums.add(Entries.entry("a", Entries.NOON, "ana"));
        assertThatThrownBy(() -> sums.writeTo(ledger)).isInstanceOf(FailureException.class);
        sums.add(Entries.entry("b", Entries.NOON, "ana"));
        assertThatThrownBy(() -> sums.writeTo(ledger)).isInstanceOf(FailureException.class);
        ledger.losesAnswers = false;
        sums.writeTo(ledger);
        sums.writeTo(ledger);

        assertThat(given).extracting(Ledger.Unentered::number).containsExactly(1L, 1L, 1L, 2L);
        assertThat(requests()).isEqualTo(2);
        assertThat(uncounted).hasValue(0);
    }

    @Test
    void beyondTheMostPlacesOnlyPlacesThatAreThereAreCounted() {
        for (int i = 0; i < UnenteredSums.MOST_PLACES; i++) {
            sums.add(Entries.entry("a", Entries.NOON, "user" + i));
        }
        sums.add(Entries.entry("a", Entries.NOON, "user7"));
        sums.add(Entries.entry("a", Entries.NOON, "another"));
        sums.writeTo(ledger);
        sums.add(Entries.entry("a", Entries.NOON, "yet another"));
        sums.writeTo(ledger);

        assertThat(uncounted).hasValue(1);
        assertThat(requests()).isEqualTo(UnenteredSums.MOST_PLACES + 2);
    }

    @Test
    void whatIsAddedWhileSumsAreWrittenIsNotLost() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String user = "user" + t % 2;
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 5_000; i++) {
                                            sums.add(Entries.entry("a", Entries.NOON, user));
                                        }
                                    }));
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            sums.writeTo(ledger);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        sums.writeTo(ledger);

        assertThat(requests()).isEqualTo(20_000);
    }
}
