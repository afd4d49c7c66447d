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

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The bounds of requests whose clients come back for the answer. */
class DeferredAnswersTest {
    private static final Done DONE = new Done(200, Map.of(), new byte[] {'{', '}'});

    private final AtomicLong now = new AtomicLong();
    private final DeferredAnswers answers = new DeferredAnswers(now::get);
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
        answers.begin(owner, id, 10, this::untilCancelled);
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
            String id = "a" + i;
            answers.begin("ana", id, 10, _ -> DONE);
            Waiting.until("it is over", () -> answers.find("ana", id).orElseThrow() == DONE);
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
        answers.begin("ana", "a", 60 << 20, this::untilCancelled);

        assertFails(
                () -> answers.begin("bob", "b", 10 << 20, this::untilCancelled),
                Failure.Overloaded.class);

        answers.begin("bob", "small", 1 << 20, this::untilCancelled);
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
        answers.begin("ana", "over", 10, _ -> DONE);
        Waiting.until("it is over", () -> answers.find("ana", "over").orElseThrow() == DONE);

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
