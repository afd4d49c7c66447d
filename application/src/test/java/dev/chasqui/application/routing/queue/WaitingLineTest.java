package dev.chasqui.application.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The order of those that wait, their bounds and their positions. */
class WaitingLineTest {
    private final WaitingLine line = new WaitingLine();
    private final FakePlaces places = new FakePlaces();

    private QueueTicket add(String caller, int priority, AwaitedPlace... awaited) {
        QueueTicket ticket = new QueueTicket(caller, priority, () -> {});
        line.add(ticket);
        line.waitFor(ticket, awaited.length == 0 ? List.of(places) : List.of(awaited));
        return ticket;
    }

    private QueueTicket add(String caller) {
        return add(caller, 0);
    }

    /** Frees a place, and has the one that is called for it take it. */
    private @Nullable QueueTicket served() {
        places.free();
        line.call(places, 0);
        for (QueueTicket ticket : line.all()) {
            if (ticket.isCalled()) {
                assertThat(places.take()).isTrue();
                line.remove(ticket);
                return ticket;
            }
        }
        return null;
    }

    @Test
    void theFirstOfACallerIsServedFirst() {
        QueueTicket first = add("ann");
        QueueTicket second = add("ann");

        assertThat(served()).isEqualTo(first);
        assertThat(served()).isEqualTo(second);
        assertThat(served()).isNull();
    }

    @Test
    void aHigherPriorityPrecedes() {
        QueueTicket usual = add("ann");
        QueueTicket low = add("ann", -1);
        QueueTicket high = add("bob", 5);

        assertThat(served()).isEqualTo(high);
        assertThat(served()).isEqualTo(usual);
        assertThat(served()).isEqualTo(low);
    }

    @Test
    void oneRequestBesideAHundredOfAnotherCallerIsAmongTheNextTwo() {
        for (int i = 0; i < 100; i++) {
            add("ann");
        }
        assertThat(served()).isNotNull();
        assertThat(served()).isNotNull();
        QueueTicket ofBob = add("bob");

        assertThat(line.position(ofBob)).isLessThanOrEqualTo(2);
        assertThat(new QueueTicket[] {served(), served()}).contains(ofBob);
    }

    @Test
    void callersTakeTurnsAlsoWhereSeveralPlacesAreFreeAtOnce() {
        QueueTicket first = add("ann");
        add("ann");
        QueueTicket ofBob = add("bob");
        places.free();
        places.free();

        line.call(places, 0);

        assertThat(line.all().stream().filter(QueueTicket::isCalled)).containsExactly(first, ofBob);
    }

    @Test
    void asManyAreCalledAsPlacesAreFreeAndAPlaceIsKeptForEach() {
        add("ann");
        add("bob");
        places.free();

        line.call(places, 0);
        line.call(places, 0);

        assertThat(line.called(places)).isEqualTo(1);
    }

    @Test
    void oneThatWaitsForSomethingElseIsNotCalledAndBlocksNobody() {
        QueueTicket elsewhere = add("ann", 9, new FakePlaces());
        QueueTicket here = add("bob");

        assertThat(line.position(here)).isEqualTo(1);
        assertThat(served()).isEqualTo(here);
        assertThat(elsewhere.isCalled()).isFalse();
    }

    @Test
    void oneThatWaitsForSeveralThingsIsCalledForTheFirstThatIsFree() {
        QueueTicket ticket = add("ann", 0, new FakePlaces(), places);

        assertThat(served()).isEqualTo(ticket);
    }

    @Test
    void oneThatFindsOtherPlacesTakenKeepsItsTurn() {
        QueueTicket first = add("ann");
        QueueTicket second = add("bob");
        places.free();
        line.call(places, 0);
        assertThat(first.isCalled()).isTrue();

        line.waitFor(first, List.of(places));
        assertThat(places.take()).isTrue();

        assertThat(served()).isEqualTo(first);
        assertThat(served()).isEqualTo(second);
    }

    @Test
    void theBoundsOfAllAndOfOneCallerHold() {
        QueueRules rules = new QueueRules(3, 2, Duration.ofSeconds(1));
        add("ann");
        assertThat(line.full("ann", rules)).isEmpty();
        add("ann");
        assertThat(line.full("ann", rules))
                .contains("2 requests of this caller wait already (routing.queue.perCaller: 2)");
        assertThat(line.full("bob", rules)).isEmpty();
        add("bob");
        assertThat(line.full("cid", rules))
                .contains("3 requests wait already (routing.queue.most: 3)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoeverWaitsIsServedOnceAndThePositionsTellWhen(long seed) {
        Random random = new Random(seed);
        List<QueueTicket> waiting = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            int coming = random.nextInt(4);
            for (int i = 0; i < coming; i++) {
                waiting.add(add("caller " + random.nextInt(4), random.nextInt(3)));
            }
            if (!waiting.isEmpty() && random.nextInt(5) == 0) {
                line.remove(waiting.remove(random.nextInt(waiting.size())));
            }
            Map<Integer, QueueTicket> positions = new HashMap<>();
            waiting.forEach(ticket -> positions.put(line.position(ticket), ticket));
            assertThat(positions).hasSize(waiting.size());

            for (int i = 1 + random.nextInt(3); i > 0 && !waiting.isEmpty(); i--) {
                QueueTicket next = served();
                assertThat(waiting.remove(next)).isTrue();
                assertThat(waiting)
                        .allMatch(other -> next == null || other.priority() <= next.priority());
            }
        }
        while (!waiting.isEmpty()) {
            QueueTicket first =
                    waiting.stream()
                            .filter(one -> line.position(one) == 1)
                            .findFirst()
                            .orElseThrow();
            assertThat(served()).isEqualTo(first);
            waiting.remove(first);
        }
        assertThat(line.size()).isZero();
    }
}
