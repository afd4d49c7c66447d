package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The priority of callers in the order of leases and loads. */
class CallerPriorityTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static Ticket ticket(long id, String caller, long second, int priority) {
        return new Ticket(id, "m" + id, caller, NOON.plusSeconds(second), priority);
    }

    private static long next(Ticket... waiting) {
        return FairOrder.nextTicket(List.of(waiting), caller -> caller.equals("served") ? 9 : 1)
                .id();
    }

    @Test
    void aHigherOneGetsTheNextLease() {
        assertThat(next(ticket(1, "ana", 0, 0), ticket(2, "bob", 5, 1))).isEqualTo(2);
        assertThat(next(ticket(1, "ana", 0, -1), ticket(2, "bob", 5, 0))).isEqualTo(2);
    }

    @Test
    void aLowerOneThatHasWaitedLongerThanTheStepsAreWorthDoesNotWaitForEver() {
        assertThat(next(ticket(1, "ana", 0, 0), ticket(2, "bob", 15, 1))).isEqualTo(1);
        assertThat(next(ticket(1, "ana", 0, 0), ticket(2, "bob", 15, 2))).isEqualTo(2);
    }

    @Test
    void callersOfTheSameOneTakeTurns() {
        assertThat(next(ticket(1, "low", 0, 0), ticket(2, "served", 1, 3), ticket(3, "bob", 2, 3)))
                .isEqualTo(3);
    }

    @Test
    void itsModelIsLoadedFirst() {
        assertThat(
                        FairOrder.loadOrder(
                                List.of(ticket(1, "ana", 0, 0), ticket(2, "bob", 5, 1)), _ -> 0))
                .containsExactly("m2", "m1");
    }
}
