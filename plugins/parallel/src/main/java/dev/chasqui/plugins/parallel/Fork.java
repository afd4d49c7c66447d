package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The branches of one exchange, and what has become of them so far.
 *
 * <p>Used by one thread at a time, the one that joins. Every branch ends by its deadline, so no
 * wait here is longer.
 */
final class Fork {
    private final Exchange scope;
    private final List<Place> places;
    private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
    private final SortedMap<Integer, Outcome> outcomes = new TreeMap<>();

    private Fork(Exchange scope, List<Place> places) {
        this.scope = scope;
        this.places = List.copyOf(places);
    }

    /**
     * Starts a branch for each place.
     *
     * @param chain the chain on the exchange whose cancellation ends them all
     */
    static Fork start(
            List<Place> places,
            ChatRequest request,
            AnswerForm form,
            Chain chain,
            Duration deadline) {
        Exchange scope = chain.exchange();
        Fork fork = new Fork(scope, places);
        for (Place place : places) {
            Exchange branch = scope.branch(text -> scope.progress(place.label() + ": " + text));
            Branch.start(place, request, form, chain.on(branch), deadline, fork.ended::add);
        }
        return fork;
    }

    /**
     * Waits for the first branch that answers.
     *
     * @throws FailureException if none does, or if nobody waits for it any more
     */
    Answer firstAnswer() {
        while (outcomes.size() < places.size()) {
            if (take().result() instanceof Answer answer) {
                return answer;
            }
        }
        throw none();
    }

    /**
     * Waits for what becomes of one branch.
     *
     * @throws FailureException if nobody waits for it any more
     */
    Outcome outcome(Place place) {
        while (!outcomes.containsKey(place.number())) {
            var _ = take();
        }
        return Objects.requireNonNull(outcomes.get(place.number()));
    }

    /**
     * Waits for all branches; gives the answers in the branches' order.
     *
     * @throws FailureException if there is none, or if nobody waits for them any more
     */
    List<Answered> answers() {
        places.forEach(this::outcome);
        List<Answered> answered = answersSoFar();
        if (answered.isEmpty()) {
            throw none();
        }
        return answered;
    }

    /** The answers that have come, in the branches' order. */
    List<Answered> answersSoFar() {
        List<Answered> answered = new ArrayList<>();
        for (Outcome outcome : outcomes.values()) {
            if (outcome.result() instanceof Answer answer) {
                answered.add(new Answered(outcome.place(), answer));
            }
        }
        return answered;
    }

    /** The branches that failed, in their order. */
    List<Outcome> failures() {
        return outcomes.values().stream()
                .filter(outcome -> outcome.result() instanceof Outcome.Lost)
                .toList();
    }

    /** Gives up the branches that have not ended. */
    void dropOthers() {
        scope.cancellation().cancel();
        // Each has its outcome now; one that just ended by itself may still be handing it over.
        while (outcomes.size() < places.size()) {
            Outcome outcome = await();
            outcomes.put(outcome.place().number(), outcome);
        }
    }

    /** What has become of the branches so far, for programs and for the sum of what they used. */
    Report report() {
        return new Report(List.copyOf(outcomes.values()));
    }

    List<Place> places() {
        return places;
    }

    /** Why there is no reply when no branch has one: what the first of them says. */
    private FailureException none() {
        return outcomes.values().stream()
                .map(Outcome::result)
                .filter(Outcome.Lost.class::isInstance)
                .map(lost -> ((Outcome.Lost) lost).failure())
                .findFirst()
                .orElseGet(() -> new FailureException(new Failure.Cancelled()));
    }

    private Outcome take() {
        Outcome outcome = await();
        if (scope.cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        outcomes.put(outcome.place().number(), outcome);
        tell(outcome);
        return outcome;
    }

    private Outcome await() {
        try {
            return ended.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private void tell(Outcome outcome) {
        switch (outcome.result()) {
            case Answer _ ->
                    scope.progress(answersSoFar().size() + " of " + places.size() + " answered");
            case Outcome.Lost lost -> scope.progress(outcome.place().label() + ": " + lost.why());
            case Outcome.Dropped _ -> {}
        }
    }
}
