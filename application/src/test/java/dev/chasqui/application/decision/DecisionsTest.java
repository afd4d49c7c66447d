package dev.chasqui.application.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionAnswer;
import dev.chasqui.domain.decision.DecisionQuestion;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.decision.TokenChance;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

class DecisionsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Exchange exchange =
            new Exchange("1", Caller.anonymous("here"), Dialect.OPENAI, _ -> {});
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void atMostFourQuestionsRunAtATimeAndTheirTokensAreAdded() {
        Decision decision =
                Decisions.decide(
                        questions(50),
                        exchange,
                        (chat, branch) -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            LockSupport.parkNanos(100_000);
                            running.decrementAndGet();
                            return yes(Optional.of(Usage.of(10, 1)));
                        });

        assertThat(most.get()).isBetween(1, Decisions.MOST_AT_A_TIME);
        assertThat(decision.answers()).hasSize(50).containsOnly(new DecisionAnswer.Predicate(1, 1));
        assertThat(decision.usage()).map(Usage::promptTokens).contains(500L);
        assertThat(decision.usage()).map(Usage::completionTokens).contains(50L);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("largeInputs")
    void ofALargeInputOneQuestionIsAskedAtATime(Part input) {
        DecisionRequest request =
                new DecisionRequest("m", List.of(input), questions(9).questions());

        Decisions.decide(
                request,
                exchange,
                (chat, branch) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1_000_000);
                    running.decrementAndGet();
                    return yes(Optional.empty());
                });

        assertThat(most.get()).isEqualTo(1);
    }

    static List<Part> largeInputs() {
        String text = "a".repeat(1 << 20);
        return List.of(
                new Part.Text(text), new Part.Image(new Part.Data.Inline("image/png", text)));
    }

    @Test
    void tokensThatOneAnswerDoesNotReportAreUnknownForAll() {
        AtomicInteger asked = new AtomicInteger();
        Decision decision =
                Decisions.decide(
                        questions(2),
                        exchange,
                        (chat, branch) ->
                                yes(
                                        asked.getAndIncrement() == 0
                                                ? Optional.of(Usage.of(10, 1))
                                                : Optional.empty()));

        assertThat(decision.usage()).isEmpty();
    }

    @Test
    void questionsThatTakeTooLongAreCancelledAndTheCallerIsToldToAskFewer() {
        CountDownLatch cancelled = new CountDownLatch(1);

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () ->
                                Decisions.decide(
                                        questions(3),
                                        exchange,
                                        (chat, branch) -> waiting(branch, cancelled),
                                        Duration.ofMillis(10)));

        assertThat(thrown.failure()).isInstanceOf(Failure.Overloaded.class);
        assertThat(thrown).hasMessageContaining("the 3 questions were not answered within");
        assertThat(cancelled.getCount()).isZero();
    }

    @Test
    void aCancelledExchangeEndsTheQuestions() {
        CountDownLatch cancelled = new CountDownLatch(1);

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () ->
                                Decisions.decide(
                                        questions(3),
                                        exchange,
                                        (chat, branch) -> {
                                            exchange.cancellation().cancel();
                                            return waiting(branch, cancelled);
                                        },
                                        LONG));

        assertThat(thrown.failure()).isInstanceOf(Failure.Cancelled.class);
        assertThat(cancelled.getCount()).isZero();
    }

    @Test
    void aBugIsThrownAsItIs() {
        assertThat(
                        catchThrowableOfType(
                                IllegalStateException.class,
                                () ->
                                        Decisions.decide(
                                                questions(9),
                                                exchange,
                                                (chat, branch) -> {
                                                    throw new IllegalStateException("a bug");
                                                })))
                .hasMessage("a bug");
    }

    private static FirstToken waiting(Exchange branch, CountDownLatch cancelled) {
        try (var _ = branch.cancellation().onCancel(cancelled::countDown)) {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new FailureException(new Failure.Cancelled());
    }

    private static FirstToken yes(Optional<Usage> usage) {
        return new FirstToken(List.of(new TokenChance("Yes", 1)), usage);
    }

    private static DecisionRequest questions(int count) {
        return DecisionRequest.of(
                "m",
                "input",
                Collections.nCopies(count, new DecisionQuestion.Predicate("It is so.")));
    }
}
