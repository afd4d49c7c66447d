package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One of several ways that a request goes at the same time.
 *
 * <p>Whatever ends it first, its answer, a failure, its deadline or its cancellation, is its
 * outcome; then everything that it still holds is closed. So its outcome is there by its deadline
 * even if its thread is stuck. Safe for use by several threads.
 */
final class Branch {
    private final Place place;
    private final AnswerForm form;
    private final Chain chain;
    private final CompletableFuture<Outcome.Result> result = new CompletableFuture<>();
    private final long began = System.nanoTime();

    private Branch(Place place, AnswerForm form, Chain chain) {
        this.place = place;
        this.form = form;
        this.chain = chain;
    }

    /**
     * Starts a branch.
     *
     * @param chain the chain on the branch's own exchange
     * @param deadline how long it may take
     * @param over takes the outcome, once, on whatever thread ends the branch; must not block
     */
    static void start(
            Place place,
            ChatRequest request,
            AnswerForm form,
            Chain chain,
            Duration deadline,
            Consumer<Outcome> over) {
        Branch branch = new Branch(place, form, chain);
        Exchange exchange = chain.exchange();
        var _ =
                branch.result
                        .completeOnTimeout(
                                Outcome.Lost.of(
                                        place, "no answer within " + Bounds.spelled(deadline)),
                                deadline.toMillis(),
                                TimeUnit.MILLISECONDS)
                        .thenAccept(
                                result -> {
                                    over.accept(new Outcome(place, branch.elapsed(), result));
                                    // Closing may take its time; the timer's thread serves all.
                                    BranchThreads.ALL.start(
                                            name(exchange, place) + "-end",
                                            exchange.cancellation()::cancel);
                                });
        var _ =
                exchange.cancellation()
                        .onCancel(() -> branch.result.complete(new Outcome.Dropped()));
        BranchThreads.ALL.start(
                name(exchange, place), () -> branch.result.complete(branch.ended(request)));
    }

    private static String name(Exchange exchange, Place place) {
        return "parallel-" + exchange.id() + "-" + place.number();
    }

    /** What is closed under a branch that was given up fails in its own way, which says nothing. */
    private Outcome.Result ended(ChatRequest request) {
        Outcome.Result asked = ask(request);
        return asked instanceof Outcome.Lost && chain.exchange().cancellation().isCancelled()
                ? new Outcome.Dropped()
                : asked;
    }

    private Outcome.Result ask(ChatRequest request) {
        try (ChatReply reply = chain.proceed(request.withModel(place.model()));
                var _ = chain.exchange().cancellation().onCancel(reply::close)) {
            return Answer.of(AnswerBuffer.drain(reply, chain.exchange()::progress), form);
        } catch (Unusable garbage) {
            return Outcome.Lost.of(place, garbage.why());
        } catch (FailureException e) {
            return Outcome.Lost.of(e);
        } catch (RuntimeException | Error e) {
            return Outcome.Lost.because(e.getClass().getSimpleName(), e);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
