package dev.chasqui.application.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.budgets.Budgets;
import dev.chasqui.application.budgets.MemorySpending;
import dev.chasqui.application.budgets.PriceTable;
import dev.chasqui.application.budgets.SpendWriter;
import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.RateLimited;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

class LimitedAdmissionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ANA = "user/ana";
    private static final String TEAM = "team/lab";
    private static final Caller CALLER = new Caller("ana", Caller.Role.USER, Set.of("help"));

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private volatile List<LimitedScope> scopes = List.of();
    private final LimitedAdmission admission =
            new LimitedAdmission(
                    (_, _) -> scopes,
                    new Budgets(
                            new SpendWriter(new MemorySpending(), InstantSource.system()),
                            () -> PriceTable.FREE,
                            InstantSource.system()),
                    now::get);

    @Test
    void aCallerWithoutLimitsIsNotCounted() {
        Permit permit = enter(0, 0);

        assertThat(permit.state()).isEmpty();
        assertThat(permit.rights().mayUse("help")).isTrue();
        assertThat(admission.state(request(0, 0))).isEmpty();
    }

    @Test
    void ofTenAtOnceAgainstALimitOfFiveExactlyFivePass() throws Exception {
        scopes = List.of(scope(ANA, new Limit.Requests(5, MINUTE)));
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return passes(0, 0);
                                }));
            }
            start.countDown();
            int passed = 0;
            for (Future<Boolean> one : all) {
                passed += one.get() ? 1 : 0;
            }
            assertThat(passed).isEqualTo(5);
        }
    }

    @Test
    void aModelThatStandsInTakesFromItsOwnLimitsOnce() {
        Permit free = enter(0, 0);
        scopes = List.of(scope(TEAM, new Limit.Requests(1, MINUTE)));

        free.standsIn("other");
        free.standsIn("other");

        assertThat(free.isCounted()).isTrue();
        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () -> admission.enter(request(0, 0)))
                                .failure())
                .isInstanceOf(RateLimited.class);
    }

    @Test
    void aModelThatStandsInUsesTheTokensOfTheRequest() {
        scopes = List.of(scope(ANA, new Limit.Requests(9, MINUTE)));
        Permit permit = enter(10, 0);
        scopes = List.of(scope(TEAM, new Limit.Tokens(100, MINUTE)));

        permit.standsIn("other");
        permit.used(Optional.of(Usage.of(10, 20)), List.of());
        permit.close();

        assertThat(left().tokens().orElseThrow().left()).isEqualTo(70);
        assertThat(catchThrowableOfType(FailureException.class, () -> permit.standsIn("more")))
                .isNotNull();
    }

    @Test
    void theMessageNamesTheLimitItsOwnerAndTheTimeWhenItFrees() {
        scopes = List.of(scope(ANA, new Limit.Requests(2, MINUTE)));
        enter(0, 0).close();
        pass(Duration.ofSeconds(48));
        enter(0, 0).close();
        pass(Duration.ofMillis(500));

        assertThat(refusal(0, 0))
                .isEqualTo(
                        new RateLimited(
                                "the limit of 2 requests per 1m of user 'ana' is reached; the next"
                                        + " one is free in 12 s",
                                Duration.ofMillis(11_500)));
    }

    @Test
    void refusedRequestsCostNothingAndProlongNothing() {
        scopes = List.of(scope(ANA, new Limit.Requests(1, MINUTE)));
        enter(0, 0).close();
        for (int i = 0; i < 59; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(passes(0, 0)).isFalse();
        }
        pass(Duration.ofSeconds(1));

        assertThat(passes(0, 0)).isTrue();
    }

    @Test
    void aRequestTakesFromAllItsOwnersOrFromNone() {
        scopes =
                List.of(
                        scope(ANA, new Limit.Requests(3, MINUTE), new Limit.Concurrency(2)),
                        scope(TEAM, new Limit.Requests(1, MINUTE)));
        enter(0, 0).close();
        assertThat(refusal(0, 0).message()).contains("team 'lab'");
        assertThat(refusal(0, 0).message()).contains("1 request per 1m");

        scopes = List.of(scopes.getFirst());
        assertThat(left().requests().orElseThrow().left()).isEqualTo(2);
        assertThat(passes(0, 0)).isTrue();
        assertThat(passes(0, 0)).isTrue();
    }

    @Test
    void ofSeveralReachedLimitsTheOneThatFreesLastIsNamed() {
        scopes =
                List.of(
                        scope(
                                ANA,
                                new Limit.Requests(1, MINUTE),
                                new Limit.Requests(1, Duration.ofDays(1))));
        enter(0, 0).close();

        assertThat(refusal(0, 0).message())
                .isEqualTo(
                        "the limit of 1 request per 1d of user 'ana' is reached; the next one is"
                                + " free in 24 h 0 min");
    }

    @Test
    void aPlaceAmongThoseThatRunIsFreeAgainWhenARequestEnds() {
        scopes = List.of(scope(ANA, new Limit.Concurrency(1)));
        Permit running = enter(0, 0);

        RateLimited refusal = refusal(0, 0);
        running.close();
        running.close();

        assertThat(refusal.message())
                .isEqualTo(
                        "the limit of 1 request at a time of user 'ana' is reached; it is free"
                                + " when one of them ends");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        Permit next = enter(0, 0);
        assertThat(passes(0, 0)).isFalse();
        next.close();
    }

    @Test
    void tokensAreReservedByEstimateAndSettledByUsage() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));
        Permit running = enter(10, 30);
        assertThat(left().tokens().orElseThrow().left()).isEqualTo(60);

        running.used(Optional.of(Usage.of(12, 3)), List.of());
        running.close();

        assertThat(left().tokens().orElseThrow().left()).isEqualTo(85);
        assertThat(refusal(86, 0).message())
                .startsWith(
                        "the limit of 100 tokens per 1m of user 'ana' is reached: the request has"
                                + " about 86, and 85 are left; enough are free in ");
        assertThat(passes(85, 1000)).isTrue();
    }

    @Test
    void aRequestThatFailedGivesItsTokensBack() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));
        enter(50, 50).close();

        assertThat(left().tokens().orElseThrow().left()).isEqualTo(100);
    }

    @Test
    void aUsageThatNobodyTellsCountsAsTheTextOfTheRequest() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));
        Permit permit = enter(50, 50);
        permit.used(Optional.empty(), List.of());
        permit.close();

        assertThat(left().tokens().orElseThrow().left()).isEqualTo(50);
    }

    @Test
    void anAnswerReservesNotMoreThanIsLeftAndTheNextRequestWaits() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));
        Permit last = enter(10, 5000);

        assertThat(refusal(1, 0).message())
                .isEqualTo(
                        "the limit of 100 tokens per 1m of user 'ana' is reserved for requests"
                                + " that run; tokens are free when one of them ends");
        last.used(Optional.of(Usage.of(10, 290)), List.of());
        last.close();
        assertThat(left().tokens().orElseThrow().left()).isZero();
        pass(Duration.ofSeconds(59));
        assertThat(passes(1, 0)).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(passes(1, 0)).isTrue();
    }

    @Test
    void aTextThatIsLongerThanTheLimitIsToldToBeShortened() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));

        assertThat(refusal(101, 0).message())
                .isEqualTo(
                        "the request has about 101 tokens, more than the limit of 100 tokens per"
                                + " 1m of user 'ana' ever lets through; shorten it");
    }

    @Test
    void absurdUsageOfABackendOverflowsNothing() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));
        for (Usage usage :
                List.of(
                        Usage.of(-5, -5),
                        Usage.of(Long.MAX_VALUE, Long.MAX_VALUE),
                        Usage.of(Long.MIN_VALUE, 3))) {
            Permit permit = enter(1, 1);
            permit.used(Optional.of(usage), List.of());
            permit.close();
            assertThat(left().tokens().orElseThrow().left()).isBetween(0L, 100L);
            pass(Duration.ofMinutes(2));
        }
        assertThat(left().tokens().orElseThrow().left()).isEqualTo(100);
    }

    @Test
    void aChangedLimitFindsTheCountsAsTheyAre() {
        scopes = List.of(scope(ANA, new Limit.Requests(2, MINUTE)));
        enter(0, 0).close();
        enter(0, 0).close();
        scopes = List.of(scope(ANA, new Limit.Requests(3, MINUTE)));

        assertThat(passes(0, 0)).isTrue();
        assertThat(passes(0, 0)).isFalse();
        scopes = List.of(scope(ANA, new Limit.Requests(1, MINUTE)));
        assertThat(passes(0, 0)).isFalse();
    }

    @Test
    void theStateIsThatOfTheLimitWithTheLeastLeft() {
        scopes =
                List.of(
                        scope(ANA, new Limit.Requests(10, MINUTE)),
                        scope(TEAM, new Limit.Requests(2, Duration.ofHours(1))));
        Permit permit = enter(0, 0);
        pass(Duration.ofSeconds(10));

        assertThat(permit.state())
                .contains(
                        new LimitState(
                                Optional.of(new LimitState.OfLimit(2, 1, Duration.ofSeconds(3590))),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void ownersWithoutTrafficAreForgotten() {
        LimitCounts counts = new LimitCounts(now::get);
        for (int i = 0; i < 1000; i++) {
            String owner = "key/k" + i;
            counts.end(
                    counts.take(
                            List.of(
                                    scope(
                                            owner,
                                            new Limit.Requests(5, MINUTE),
                                            new Limit.Tokens(100, MINUTE))),
                            new TokenEstimate(5, 5)),
                    7);
        }
        pass(Duration.ofMinutes(3));
        var running =
                counts.take(List.of(scope(ANA, new Limit.Concurrency(1))), TokenEstimate.NONE);
        pass(Duration.ofMinutes(3));
        counts.take(List.of(scope(TEAM, new Limit.Concurrency(1))), TokenEstimate.NONE);

        assertThat(counts.size()).isEqualTo(2);
        counts.end(running, 0);
    }

    @Test
    void theEstimateIsNotMadeWithoutALimitOfTokens() {
        scopes = List.of(scope(ANA, new Limit.Requests(5, MINUTE)));
        AdmissionRequest request =
                new AdmissionRequest(
                        CALLER,
                        "m",
                        RequestKind.CHAT,
                        () -> {
                            throw new IllegalStateException("estimated");
                        });

        assertThat(admission.enter(request).state()).isPresent();
    }

    @Test
    void afterItsEndARequestAsksNoBackendAnyMore() {
        scopes = List.of(scope(ANA, new Limit.Tokens(100, MINUTE)));
        Permit permit = enter(10, 10);
        permit.asks("backend", "m", Zone.OPEN);
        permit.close();

        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () -> permit.asks("backend", "m", Zone.OPEN))
                                .failure())
                .isInstanceOf(Failure.Cancelled.class);
    }

    private static LimitedScope scope(String id, Limit... limits) {
        return new LimitedScope(id, id.replace("/", " '") + "'", List.of(limits));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static AdmissionRequest request(long prompt, long answer) {
        return new AdmissionRequest(
                CALLER, "m", RequestKind.CHAT, () -> new TokenEstimate(prompt, answer));
    }

    private Permit enter(long prompt, long answer) {
        return admission.enter(request(prompt, answer));
    }

    private boolean passes(long prompt, long answer) {
        try {
            enter(prompt, answer).close();
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    private RateLimited refusal(long prompt, long answer) {
        FailureException refused =
                catchThrowableOfType(FailureException.class, () -> enter(prompt, answer));
        return (RateLimited) refused.failure();
    }

    private LimitState left() {
        return admission.state(request(0, 0)).orElseThrow();
    }
}
