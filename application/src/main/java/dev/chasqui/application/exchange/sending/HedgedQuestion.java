package dev.chasqui.application.exchange.sending;

import dev.chasqui.application.exchange.sending.Race.Outcome;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A question to a backend that a second one is asked, too, if the first is late. The first of them
 * that begins its answer wins, and the other one is cancelled. For use by one thread.
 *
 * @param <A> the type of the answer
 */
public final class HedgedQuestion<A extends ExchangeAnswer<A>> {
    /** The longest wait for an outcome; a backend's own time-outs end each question before. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Exchange exchange;
    private final BiFunction<OpenCall, Exchange, Begun<A>> question;
    private final Predicate<Failure> mayGoOn;

    /**
     * @param question asks a backend on a branch of the exchange; called by several threads
     * @param mayGoOn returns true if another backend may be asked after such a failure
     */
    public HedgedQuestion(
            Exchange exchange,
            BiFunction<OpenCall, Exchange, Begun<A>> question,
            Predicate<Failure> mayGoOn) {
        this.exchange = exchange;
        this.question = question;
        this.mayGoOn = mayGoOn;
    }

    /**
     * A failure of one of the backends.
     *
     * @param to the backend
     * @param failure its failure, of which its state has been told
     */
    public record Failed(Candidate to, FailureException failure) {}

    /**
     * The answer that began first.
     *
     * @param call the call of its backend, which is open
     * @param begun the answer
     * @param branch the branch of the exchange that the answer is on; it must be cancelled when the
     *     answer is over
     * @param reason the reason, in words, why two backends were asked; empty if one was
     * @param <A> the type of the answer
     */
    public record Winner<A extends ExchangeAnswer<A>>(
            OpenCall call, Begun<A> begun, Exchange branch, Optional<String> reason)
            implements AutoCloseable {

        /** Gives the answer up. Idempotent. */
        @Override
        public void close() {
            try (call) {
                begun.close();
            } finally {
                branch.cancellation().cancel();
            }
        }
    }

    /**
     * The result of the question.
     *
     * @param winner the answer; empty if there is none
     * @param failures the failures, in their order
     * @param <A> the type of the answer
     */
    public record Result<A extends ExchangeAnswer<A>>(
            Optional<Winner<A>> winner, List<Failed> failures) {
        /** Copies the list. */
        public Result {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Asks; returns when an answer has begun, or when no answer will come.
     *
     * @param first the call of the first backend, which is closed at the end, unless it wins
     * @param late the time after which it is late
     * @param second opens the call of a second backend, or returns null if there is none
     * @throws FailureException with {@code Cancelled} if the client leaves
     */
    public Result<A> ask(OpenCall first, Duration late, Supplier<@Nullable OpenCall> second) {
        try (Race<A> race = new Race<>(exchange, question::apply)) {
            race.start(first);
            OpenCall other = null;
            Outcome<A> next = race.next(late);
            if (next == null) {
                other = second.get();
                if (other != null) {
                    race.start(other);
                }
                next = race.next(LONGEST);
            }
            List<Failed> failures = new ArrayList<>(2);
            while (next instanceof Outcome.Failed<A> failed) {
                failures.add(new Failed(failed.call().to(), thrown(failed.failure())));
                boolean isLast = failures.size() == (other == null ? 1 : 2);
                if (isLast || (failed.call().equals(first) && !mayGoOn(failures.getLast()))) {
                    return new Result<>(Optional.empty(), failures);
                }
                next = race.next(LONGEST);
            }
            if (next instanceof Outcome.Won<A> won) {
                return new Result<>(Optional.of(winner(won, first, other)), failures);
            }
            throw new FailureException(new Failure.Internal());
        }
    }

    private boolean mayGoOn(Failed failed) {
        return mayGoOn.test(failed.failure().failure());
    }

    /**
     * Returns the failure of a question.
     *
     * @throws RuntimeException or an {@link Error} if it is another exception
     */
    private static FailureException thrown(Throwable failure) {
        return switch (failure) {
            case FailureException known -> known;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        };
    }

    private static <A extends ExchangeAnswer<A>> Winner<A> winner(
            Outcome.Won<A> won, OpenCall first, @Nullable OpenCall other) {
        Optional<String> reason =
                other == null
                        ? Optional.empty()
                        : Optional.of(
                                won.call().equals(other)
                                        ? name(first) + " was late"
                                        : "late, so " + name(other) + " was asked, too");
        return new Winner<>(won.call(), won.begun(), won.branch(), reason);
    }

    private static String name(OpenCall call) {
        return call.to().backend().name();
    }
}
