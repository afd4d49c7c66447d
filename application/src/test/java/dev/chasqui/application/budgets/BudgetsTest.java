package dev.chasqui.application.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.port.exchange.BudgetState;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Price;
import dev.chasqui.domain.failure.BudgetExceeded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class BudgetsTest {
    /** One unit for each token that is read or written, two in the cloud, a tenth if cached. */
    private static final PriceTable PRICES =
            new PriceTable(
                    "USD",
                    Map.of(
                            "unit*", price(1_000_000, 100_000),
                            "unit-cloud*", price(2_000_000, 100_000)));

    private static final TokenEstimate ONE = new TokenEstimate(1, 0);

    private Instant now = Instant.parse("2026-11-30T20:00:00Z");
    private final MemorySpending store = new MemorySpending();
    private final SpendWriter spending = new SpendWriter(store, () -> now);
    private final Budgets budgets = new Budgets(spending, () -> PRICES, () -> now);

    /** The budgets with prices of backends. */
    private Budgets withBackends(Map<String, Price> backends) {
        PriceTable prices =
                new PriceTable(
                        "USD", backends, Map.of("unit", price(1_000_000, 100_000)), Map.of());
        return new Budgets(spending, () -> prices, () -> now);
    }

    @Test
    void ofAThousandAtOnceAgainstABudgetThatFitsAHundredExactlyAHundredPass() throws Exception {
        List<Budgets.Owned> owned =
                List.of(owned("user/ana", 100, Budget.Hard.BLOCK_ALL), owned("team/lab", 5000));
        CountDownLatch start = new CountDownLatch(1);
        Queue<BudgetHold> holds = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    BudgetHold hold =
                                            BudgetHold.reserve(budgets, owned, "unit", ONE);
                                    hold.asks("any", "unit", Zone.OPEN);
                                    holds.add(hold);
                                    return null;
                                }));
            }
            start.countDown();
            assertThat(all).hasSize(1000);
        }
        assertThat(holds).hasSize(100);

        // Half of them fail and cost nothing: as many may begin then.
        int i = 0;
        for (BudgetHold hold : holds) {
            hold.end(Optional.of(Usage.of(i++ % 2, 0)));
            hold.end(Optional.of(Usage.of(1, 0)));
        }
        int passed = 0;
        while (passes(owned)) {
            passed++;
        }
        assertThat(passed).isEqualTo(50);
    }

    @Test
    void theMessageNamesTheBudgetItsOwnerAndTheDayWhenItBeginsAnew() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        spend(owned, 9);

        BudgetExceeded refused = refusal(owned, new TokenEstimate(2, 0));

        assertThat(refused.message())
                .isEqualTo(
                        "the budget of 10 USD per month of user 'ana' has no money left for this"
                                + " request: 9 is spent; it begins anew on 2026-12-01");
        assertThat(refused.renewedAfter()).isEqualTo(Duration.ofHours(4));
        assertThat(passes(owned)).isTrue();
        now = now.plus(Duration.ofHours(4));
        spend(owned, 9);
    }

    @Test
    void aRefusedRequestReservesNothingWithAnyOwner() {
        List<Budgets.Owned> owned =
                List.of(
                        owned("user/ana", 10, Budget.Hard.BLOCK_ALL),
                        owned("team/lab", 1, Budget.Hard.BLOCK_ALL));
        assertThat(refusal(owned, new TokenEstimate(2, 0)).message()).contains("team 'lab'");

        assertThat(refusalOrNone(List.of(owned.getFirst()), new TokenEstimate(10, 0))).isEmpty();
    }

    @Test
    void aBudgetThatBlocksTheCloudLeavesLocalBackendsFree() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_CLOUD));
        spend(owned, 10);
        BudgetHold hold = BudgetHold.reserve(budgets, owned, "unit", ONE);

        FailureException refused =
                catchThrowableOfType(
                        FailureException.class, () -> hold.asks("any", "unit", Zone.OPEN));
        assertThat(refused.failure()).isInstanceOf(BudgetExceeded.class);
        hold.asks("any", "local", Zone.RESTRICTED);
        hold.end(Optional.of(Usage.of(50, 50)));

        assertThat(stored()).isEqualTo(units(10));
    }

    @Test
    void aDearerModelIsReservedAndSettledByItsPrice() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        BudgetHold hold = BudgetHold.reserve(budgets, owned, "unit", new TokenEstimate(4, 0));
        hold.asks("any", "unit-cloud", Zone.OPEN);

        assertThat(refusalOrNone(owned, new TokenEstimate(3, 0))).isPresent();
        hold.end(Optional.of(Usage.of(2, 1)));
        assertThat(stored()).isEqualTo(units(6));
        assertThat(refusalOrNone(owned, new TokenEstimate(4, 0))).isEmpty();
    }

    @Test
    void aBackendThatHasAPriceIsReservedAndSettledByIt() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        Budgets half = withBackends(Map.of("half", price(500_000, 0)));
        TokenEstimate twelve = new TokenEstimate(12, 0);
        BudgetHold hold = BudgetHold.reserve(half, owned, "unit", new TokenEstimate(8, 0));
        hold.asks("half", "unit", Zone.OPEN);
        BudgetHold other = BudgetHold.reserve(half, owned, "unit", twelve);

        assertRefused(() -> other.asks("any", "unit", Zone.OPEN));
        assertRefused(() -> BudgetHold.reserve(half, owned, "unit", ONE));
        other.asks("half", "unit", Zone.OPEN);
        other.end(Optional.of(Usage.of(0, 0)));
        hold.end(
                Optional.of(Usage.of(8, 0)),
                List.of(
                        new ModelUsage("half", "unit", Usage.of(6, 0)),
                        new ModelUsage("any", "unit", Usage.of(2, 0))));
        assertThat(stored()).isEqualTo(units(5));
    }

    @Test
    void aRequestBeginsIfItsCheapestBackendFitsAndADearerOneIsRefusedToIt() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        TokenEstimate twenty = new TokenEstimate(20, 0);
        Budgets freeAtHome = withBackends(Map.of("home", price(0, 0)));
        BudgetHold dear = BudgetHold.reserve(freeAtHome, owned, "unit", twenty);
        Budgets dearAbroad = withBackends(Map.of("abroad", price(2_000_000, 0)));
        BudgetHold free = BudgetHold.reserve(dearAbroad, owned, "unpriced", twenty);

        assertRefused(() -> dear.asks("cloud", "unit", Zone.OPEN));
        dear.asks("home", "unit", Zone.RESTRICTED);
        assertRefused(() -> free.asks("abroad", "unpriced", Zone.OPEN));
        free.asks("home", "unpriced", Zone.RESTRICTED);
        assertRefused(() -> BudgetHold.reserve(dearAbroad, owned, "unit", twenty));
    }

    private static void assertRefused(ThrowingCallable request) {
        assertThat(catchThrowableOfType(FailureException.class, request).failure())
                .isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void reservationsBeyondAllMoneyLeaveTheOthersAsTheyAre() {
        List<Budgets.Owned> warned = List.of(owned("user/ana", 10, Budget.Hard.WARN));
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        TokenEstimate endless = new TokenEstimate(1, Long.MAX_VALUE);
        BudgetHold five = BudgetHold.reserve(budgets, warned, "unit", new TokenEstimate(5, 0));
        BudgetHold one = BudgetHold.reserve(budgets, warned, "unit", endless);
        BudgetHold other = BudgetHold.reserve(budgets, warned, "unit", endless);
        one.asks("any", "unit", Zone.OPEN);
        BudgetHold small = BudgetHold.reserve(budgets, warned, "other", endless);
        small.asks("any", "unit", Zone.OPEN);
        assertThat(passes(owned)).isFalse();

        for (BudgetHold hold : List.of(one, other, small)) {
            hold.end(Optional.of(Usage.of(0, 0)));
        }
        assertThat(refusalOrNone(owned, new TokenEstimate(6, 0))).isPresent();
        five.end(Optional.of(Usage.of(0, 0)));

        assertThat(refusalOrNone(owned, new TokenEstimate(11, 0))).isPresent();
        assertThat(refusalOrNone(owned, new TokenEstimate(10, 0))).isEmpty();
        assertThat(passes(owned)).isFalse();
    }

    @Test
    void afterItsEndARequestAsksNoBackendAnyMore() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.WARN));
        BudgetHold hold = BudgetHold.reserve(budgets, owned, "unit", ONE);
        hold.end(Optional.of(Usage.of(1, 0)));

        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () -> hold.asks("any", "unit", Zone.OPEN))
                                .failure())
                .isInstanceOf(Failure.Cancelled.class);
    }

    @Test
    void cachedTokensHaveTheirPrice() {
        Usage usage =
                new Usage(10, 1, OptionalLong.of(5), OptionalLong.empty(), Timings.UNKNOWN, false);

        assertThat(PRICES.of("UNIT:latest").cost(usage)).isEqualTo(Money.of(new BigDecimal("6.5")));
        assertThat(PRICES.of("other").cost(usage)).isEqualTo(Money.ZERO);
    }

    @Test
    void aBudgetThatWarnsRefusesNothingAndSaysSoFromItsSoftPartOn() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.WARN));
        spend(owned, 7);
        BudgetHold hold = BudgetHold.reserve(budgets, owned, "unit", ONE);
        assertThat(hold.state()).isEqualTo(new BudgetState(BudgetState.Status.OK, List.of()));
        hold.end(Optional.of(Usage.of(1, 0)));

        assertThat(hold.state())
                .isEqualTo(
                        new BudgetState(
                                BudgetState.Status.SOFT,
                                List.of("user 'ana' has spent 8 of 10 USD per month")));
        spend(owned, 100);
    }

    @Test
    void whatWasSpentIsKnownAfterARestartAndReservationsAreNot() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        spend(owned, 4);
        BudgetHold.reserve(budgets, owned, "unit", new TokenEstimate(6, 0));

        assertThat(spending.writeAll()).isTrue();
        Budgets next = new Budgets(new SpendWriter(store, () -> now), () -> PRICES, () -> now);
        next.remember();

        BudgetHold.reserve(next, owned, "unit", new TokenEstimate(6, 0));
        assertThat(
                        catchThrowableOfType(
                                FailureException.class,
                                () -> BudgetHold.reserve(next, owned, "unit", ONE)))
                .isNotNull();
    }

    @Test
    void aClockThatWasFarAheadForAWhileForgetsNothingAndAddsNothing() {
        List<Budgets.Owned> owned = List.of(owned("user/ana", 10, Budget.Hard.BLOCK_ALL));
        spend(owned, 6);
        assertThat(spending.writeAll()).isTrue();
        now = now.plus(Duration.ofDays(400));
        spend(owned, 7);
        spend(owned, 1);
        assertThat(spending.writeAll()).isTrue();
        now = now.minus(Duration.ofDays(400));

        Budgets next = new Budgets(new SpendWriter(store, () -> now), () -> PRICES, () -> now);
        next.remember();
        for (Budgets each : List.of(budgets, next)) {
            BudgetHold hold = BudgetHold.reserve(each, owned, "unit", new TokenEstimate(4, 0));
            FailureException refused =
                    catchThrowableOfType(
                            FailureException.class,
                            () -> BudgetHold.reserve(each, owned, "unit", ONE));
            assertThat(refused.failure().message()).contains("6 is spent");
            hold.end(Optional.of(Usage.of(0, 0)));
        }
    }

    private static Price price(long each, long cached) {
        return new Price(
                BigDecimal.valueOf(each),
                BigDecimal.valueOf(each),
                Optional.of(BigDecimal.valueOf(cached)),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }

    private static Money units(long amount) {
        return Money.of(BigDecimal.valueOf(amount));
    }

    /** Returns what the store knows of the only owner. */
    private Money stored() {
        assertThat(spending.writeAll()).isTrue();
        return store.since(LocalDate.ofInstant(now, ZoneOffset.UTC)).getFirst().amount();
    }

    private static Budgets.Owned owned(String id, long amount) {
        return owned(id, amount, Budget.Hard.BLOCK_ALL);
    }

    private static Budgets.Owned owned(String id, long amount, Budget.Hard hard) {
        return new Budgets.Owned(
                id,
                id.replace("/", " '") + "'",
                new Budget(units(amount), Budget.Period.MONTH, Budget.USUAL_SOFT, hard));
    }

    private void spend(List<Budgets.Owned> owned, long amount) {
        BudgetHold hold = BudgetHold.reserve(budgets, owned, "unit", new TokenEstimate(amount, 0));
        hold.end(Optional.of(Usage.of(amount, 0)));
    }

    private boolean passes(List<Budgets.Owned> owned) {
        return refusalOrNone(owned, ONE).isEmpty();
    }

    private BudgetExceeded refusal(List<Budgets.Owned> owned, TokenEstimate estimate) {
        return refusalOrNone(owned, estimate).orElseThrow();
    }

    /** Reserves and keeps the reservation. */
    private Optional<BudgetExceeded> refusalOrNone(
            List<Budgets.Owned> owned, TokenEstimate estimate) {
        try {
            BudgetHold.reserve(budgets, owned, "unit", estimate);
            return Optional.empty();
        } catch (FailureException e) {
            return Optional.of((BudgetExceeded) e.failure());
        }
    }
}
