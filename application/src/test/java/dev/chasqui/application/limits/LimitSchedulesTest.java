package dev.chasqui.application.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.RateLimited;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The limits under random schedules. */
class LimitSchedulesTest {
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final AtomicLong now = new AtomicLong(1_234_567_891L);
    private final LimitCounts counts = new LimitCounts(now::get);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverMoreRequestsThanTheLimitBeginInAnyWindowAndNoneIsRefusedWithoutNeed(long seed) {
        Random random = new Random(seed);
        int most = 1 + random.nextInt(20);
        LimitedScope scope = scope(0, new Limit.Requests(most, WINDOW));
        List<Long> begun = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            now.addAndGet(step(random));
            long there = begun.stream().filter(time -> now.get() - time < WINDOW.toNanos()).count();
            try {
                counts.take(List.of(scope), null);
                assertThat(there).isLessThan(most);
                begun.addLast(now.get());
            } catch (FailureException e) {
                assertThat(there).isEqualTo(most);
                // The time that the refusal names is right to the nanosecond.
                long wait = ((RateLimited) e.failure()).retryAfter().toNanos();
                assertThat(wait)
                        .isEqualTo(begun.get(begun.size() - most) + WINDOW.toNanos() - now.get());
            }
            if (begun.size() > 100) {
                begun.removeFirst();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverMoreTokensThanTheLimitAreUsedInAnyWindowByAnswersWithinTheirBound(long seed) {
        Random random = new Random(seed);
        int most = 1000;
        LimitedScope scope = scope(0, new Limit.Tokens(most, WINDOW));
        List<Used> all = new ArrayList<>();
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            now.addAndGet(step(random));
            if (!running.isEmpty() && random.nextInt(3) == 0) {
                Running ended = running.remove(random.nextInt(running.size()));
                counts.end(ended.taken(), ended.uses());
                all.addLast(new Used(now.get(), ended.uses()));
            }
            int prompt = 1 + random.nextInt(200);
            int answer = random.nextInt(200);
            long left = left(scope);
            try {
                LimitCounts.Taken taken =
                        counts.take(List.of(scope), new TokenEstimate(prompt, answer));
                // An answer with a bound beyond what is left could be longer than the reservation.
                long uses = Math.min(left, random.nextInt(prompt + answer + 1));
                running.add(new Running(taken, uses));
            } catch (FailureException e) {
                assertThat((long) prompt).isGreaterThan(left);
            }
            long inWindow =
                    all.stream()
                            .filter(used -> now.get() - used.at() < WINDOW.toNanos())
                            .mapToLong(Used::tokens)
                            .sum();
            assertThat(inWindow).isLessThanOrEqualTo(most);
            if (all.size() > 1000) {
                all.removeFirst();
            }
        }
        for (Running one : running) {
            counts.end(one.taken(), 0);
        }
        now.addAndGet(2 * WINDOW.toNanos());
        assertThat(left(scope)).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threadsThatTakeFromSeveralOwnersNeverBlockEachOtherNorTakeTooMuch(long seed)
            throws Exception {
        int owners = 4;
        List<LimitedScope> all = new ArrayList<>();
        for (int i = 0; i < owners; i++) {
            all.add(scope(i, new Limit.Concurrency(3), new Limit.Requests(400, WINDOW)));
        }
        AtomicInteger[] inside = new AtomicInteger[owners];
        AtomicInteger[] begun = new AtomicInteger[owners];
        for (int i = 0; i < owners; i++) {
            inside[i] = new AtomicInteger();
            begun[i] = new AtomicInteger();
        }
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int t = 0; t < 8; t++) {
                Random random = new Random(seed * 31 + t);
                runs.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 2000; i++) {
                                        int one = random.nextInt(owners);
                                        int other = (one + 1 + random.nextInt(owners - 1)) % owners;
                                        try {
                                            LimitCounts.Taken taken =
                                                    counts.take(
                                                            List.of(all.get(one), all.get(other)),
                                                            null);
                                            for (int each : new int[] {one, other}) {
                                                begun[each].incrementAndGet();
                                                if (inside[each].incrementAndGet() > 3) {
                                                    wrong.incrementAndGet();
                                                }
                                            }
                                            inside[one].decrementAndGet();
                                            inside[other].decrementAndGet();
                                            counts.end(taken, 0);
                                        } catch (FailureException e) {
                                            refused.incrementAndGet();
                                        }
                                    }
                                }));
            }
        }
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(wrong).hasValue(0);
        assertThat(refused.get()).isPositive();
        for (int i = 0; i < owners; i++) {
            assertThat(begun[i].get()).isLessThanOrEqualTo(400);
        }
    }

    private static long step(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1_000);
            case 2 -> random.nextLong(1_000_000_000L);
            default -> random.nextLong(10_000_000_000L);
        };
    }

    private long left(LimitedScope scope) {
        return counts.state(List.of(scope)).tokens().orElseThrow().left();
    }

    private static LimitedScope scope(int number, Limit... limits) {
        return new LimitedScope("team/" + number, "team", List.of(limits));
    }

    private record Used(long at, long tokens) {}

    private record Running(LimitCounts.Taken taken, long uses) {}
}
