package dev.chasqui.application.deferred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.Waiting;
import dev.chasqui.application.deferred.DeferredAnswer.Done;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The bounds of requests whose clients come back for the answer. */
class DeferredAnswersTest {
    private static final Done DONE = new Done(200, Map.of(), new byte[] {'{', '}'});
    private static final Done REFUSED = new Done(503, Map.of(), new byte[0]);

    private final AtomicLong now = new AtomicLong();
    private final DeferredAnswers answers = new DeferredAnswers(now::get, Duration.ofMillis(5));
    private final AtomicInteger cancelled = new AtomicInteger();

    @AfterEach
    void close() {
        answers.close();
    }

    /** A request that runs until it is cancelled. */
    private Done untilCancelled(Cancellation cancellation) {
        CountDownLatch end = new CountDownLatch(1);
        try (var _ = cancellation.onCancel(end::countDown)) {
            assertThat(end.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        cancelled.incrementAndGet();
        return DONE;
    }

    private void begin(String owner, String id) {
        begin(owner, id, 10);
    }

    private void begin(String owner, String id, long bytes) {
        answers.begin(owner, id, bytes, this::untilCancelled, _ -> REFUSED);
    }

    /** Has a request answered at once. */
    private void answered(String owner, String id, Done answer) {
        answers.begin(owner, id, 10, _ -> answer, _ -> REFUSED);
        Waiting.until("it is over", () -> answers.find(owner, id).orElseThrow() instanceof Done);
    }

    private static void assertFails(ThrowingCallable call, Class<? extends Failure> failure) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(failure));
    }

    @Test
    void oneCallerCannotTakeAllPlaces() {
        for (int i = 0; i < DeferredAnswers.MOST_UNFINISHED; i++) {
            begin("ana", "a" + i);
        }

        assertFails(() -> begin("ana", "more"), Failure.Overloaded.class);

        begin("bob", "b");
        assertThat(answers.find("bob", "b")).isPresent();
        assertThat(answers.remove("ana", "a0")).isPresent();
        begin("ana", "more");
    }

    @Test
    void theAnswersOfACallerAreBounded() {
        for (int i = 0; i < DeferredAnswers.MOST_OF_CALLER; i++) {
            answered("ana", "a" + i, DONE);
        }

        assertFails(() -> begin("ana", "more"), Failure.Overloaded.class);
    }

    @Test
    void thoseThatWaitAreBounded() {
        int all = DeferredAnswers.MOST_RUNNING + DeferredAnswers.MOST_WAITING;
        for (int i = 0; i < all; i++) {
            begin("user" + i, "x");
        }

        assertFails(() -> begin("late", "x"), Failure.Overloaded.class);

        assertThat(answers.find("late", "x")).isEmpty();
    }

    @Test
    void theBytesOfAllAreBounded() {
        begin("ana", "a", 30 << 20);
        begin("bob", "b", 30 << 20);

        assertFails(() -> begin("eve", "e", 10 << 20), Failure.Overloaded.class);

        begin("eve", "small", 1 << 20);
    }

    @Test
    void oneCallerHasAShareOfTheBytes() {
        begin("ana", "a", DeferredAnswers.MOST_BYTES_OF_CALLER);

        assertFails(() -> begin("ana", "b", 1), Failure.Overloaded.class);

        begin("bob", "b", 1 << 20);
        assertThat(answers.remove("ana", "a")).isPresent();
        begin("ana", "b", 1);
    }

    @Test
    void anAnswerWithoutRoomIsRefused() {
        int most = (int) DeferredAnswers.MOST_BYTES_OF_CALLER;
        answered("ana", "large", new Done(200, Map.of(), new byte[most - 10]));
        answered("ana", "more", new Done(200, Map.of(), new byte[11]));
        answered("bob", "his", new Done(200, Map.of(), new byte[most + 1]));

        assertThat(answers.find("ana", "large")).get().extracting("status").isEqualTo(200);
        assertThat(answers.find("ana", "more")).contains(REFUSED);
        assertThat(answers.find("bob", "his")).contains(REFUSED);
    }

    @Test
    void removedRequestsTakeNoPlaceInTheQueue() {
        for (int i = 0; i < DeferredAnswers.MOST_RUNNING; i++) {
            begin("user" + i, "x");
        }
        for (int i = 0; i < 2 * DeferredAnswers.MOST_WAITING; i++) {
            begin("ana", "a" + i);
            assertThat(answers.remove("ana", "a" + i)).isPresent();
        }

        begin("bob", "x");
        assertThat(answers.find("bob", "x")).contains(new DeferredAnswer.Waiting());
    }

    @Test
    void aRequestIsEndedAfterItsTimeThoughNobodyAsks() {
        begin("ana", "runs");
        Waiting.until(
                "it runs",
                () -> answers.find("ana", "runs").orElseThrow() instanceof DeferredAnswer.Running);

        now.addAndGet(DeferredAnswers.KEPT_FOR.toNanos());

        Waiting.until("it was cancelled", () -> cancelled.get() == 1);
    }

    @Test
    void anIdIsItsCallersAndUsedOnce() {
        begin("ana", "x");

        assertFails(() -> begin("ana", "x"), Failure.Invalid.class);

        begin("bob", "x");
        assertThat(answers.remove("eve", "x")).isEmpty();
    }

    @Test
    void afterItsTimeARequestIsEndedAndItsAnswerGone() {
        begin("ana", "runs");
        answered("ana", "over", DONE);

        now.addAndGet(DeferredAnswers.KEPT_FOR.toNanos());

        assertThat(answers.find("ana", "over")).isEmpty();
        assertThat(answers.find("ana", "runs")).isEmpty();
        Waiting.until("it was cancelled", () -> cancelled.get() == 1);
    }

    @Test
    void theEndCancelsAll() {
        begin("ana", "a");
        begin("bob", "b");
        Waiting.until(
                "both run",
                () ->
                        answers.find("ana", "a").orElseThrow() instanceof DeferredAnswer.Running
                                && answers.find("bob", "b").orElseThrow()
                                        instanceof DeferredAnswer.Running);

        answers.close();

        assertThat(cancelled).hasValue(2);
        assertFails(() -> begin("ana", "late"), Failure.Overloaded.class);
    }
}
