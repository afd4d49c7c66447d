package dev.chasqui.application.decision;

import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionAnswer;
import dev.chasqui.domain.decision.DecisionQuestion;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.decision.Labels;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The answering of the questions of one request.
 *
 * <p>The first question is asked alone. So a backend that cannot answer is asked in vain only once,
 * and a backend that keeps the beginnings of prompts has the input when the others come, several at
 * a time unless the input is large. The first failure ends all questions. Made for one request;
 * {@link #decide} is called once.
 */
public final class Decisions {
    /** The most questions of one request that are asked at a time. */
    static final int MOST_AT_A_TIME = 4;

    /**
     * The least length of an input, in characters, of which one question is asked at a time: each
     * has copies of the whole input.
     */
    private static final int LARGE_INPUT = 1 << 20;

    /** The longest time for all questions of one request, the load of a model included. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** The longest wait for questions to end that were cancelled. */
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final DecisionRequest request;
    private final Exchange scope;
    private final FirstTokens tokens;
    private final QuestionChats chats;
    private final Duration longest;
    private final AtomicReferenceArray<FirstToken> answered;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger open;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final List<Thread> threads = new ArrayList<>();

    private Decisions(
            DecisionRequest request, Exchange scope, FirstTokens tokens, Duration longest) {
        this.request = request;
        this.scope = scope;
        this.tokens = tokens;
        this.chats = new QuestionChats(request);
        this.longest = longest;
        this.answered = new AtomicReferenceArray<>(request.questions().size());
        this.open = new AtomicInteger(request.questions().size());
    }

    /**
     * Asks all questions and returns their answers; blocks until then, at most 10 minutes.
     *
     * @param exchange the exchange whose cancellation ends the questions
     * @param tokens the source of the models' answers
     * @throws FailureException with the failure of the first question that failed; with {@code
     *     Cancelled} if the exchange is cancelled; with {@code Overloaded} if the time is over
     */
    public static Decision decide(DecisionRequest request, Exchange exchange, FirstTokens tokens) {
        return decide(request, exchange, tokens, LONGEST);
    }

    /** The same, within another time. */
    static Decision decide(
            DecisionRequest request, Exchange exchange, FirstTokens tokens, Duration longest) {
        Exchange scope = exchange.branch(exchange::progress);
        try {
            return new Decisions(request, scope, tokens, longest).answers();
        } finally {
            scope.cancellation().cancel();
        }
    }

    private Decision answers() {
        start(this::askFirst);
        try (var _ = scope.cancellation().onCancel(() -> done.completeExceptionally(cancelled()))) {
            done.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return decision();
        } catch (TimeoutException e) {
            throw tooSlow();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } finally {
            end();
        }
    }

    private void askFirst() {
        ask(next.getAndIncrement());
        int most = chats.inputLength() < LARGE_INPUT ? MOST_AT_A_TIME : 1;
        int others = Math.min(most, request.questions().size()) - 1;
        for (int i = 0; i < others; i++) {
            start(this::askNext);
        }
        askNext();
    }

    private void askNext() {
        int count = request.questions().size();
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            ask(i);
        }
    }

    private void ask(int number) {
        DecisionQuestion question = request.questions().get(number);
        Exchange branch = scope.branch(scope::progress);
        try {
            answered.set(number, tokens.ask(chats.of(question), branch));
        } finally {
            branch.cancellation().cancel();
        }
        if (open.decrementAndGet() == 0) {
            done.complete(true);
        }
    }

    private synchronized void start(Runnable work) {
        threads.add(
                Thread.ofVirtual()
                        .name("decisions")
                        .start(
                                () -> {
                                    try {
                                        work.run();
                                    } catch (Throwable e) {
                                        // The caller gets everything that the work threw.
                                        done.completeExceptionally(e);
                                    }
                                }));
    }

    /** Ends the questions that still run, and waits for their threads. */
    private void end() {
        next.set(Integer.MAX_VALUE / 2);
        scope.cancellation().cancel();
        long deadline = System.nanoTime() + LONGEST_END.toNanos();
        try {
            for (Thread thread : threads()) {
                var _ = thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    private Decision decision() {
        List<DecisionAnswer> answers = new ArrayList<>();
        Optional<Usage> usage = Optional.empty();
        boolean known = true;
        for (int i = 0; i < answered.length(); i++) {
            DecisionQuestion question = request.questions().get(i);
            FirstToken token = answered.get(i);
            answers.add(Labels.of(question).answer(question, token.chances()));
            known &= token.usage().isPresent();
            Optional<Usage> before = usage;
            usage = token.usage().map(more -> before.map(more::plus).orElse(more)).or(() -> before);
        }
        return new Decision(answers, known ? usage : Optional.empty());
    }

    private FailureException tooSlow() {
        return new FailureException(
                new Failure.Overloaded(
                        "the "
                                + request.questions().size()
                                + " questions were not answered within "
                                + longest.toSeconds()
                                + " s; ask fewer of them in one request",
                        RETRY_AFTER));
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }
}
