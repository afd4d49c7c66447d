package dev.chasqui.plugins.branches;

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
 * The branches of one exchange and their outcomes so far.
 *
 * <p>Branches put their outcomes into a queue; the thread that joins takes them from there, reports
 * progress, and keeps them by number. Used by one thread at a time, the one that joins. Every
 * branch ends by its deadline, so no wait is longer.
 */
public final class Fork {
    private final Exchange scope;
    private final List<BranchTarget> targets;
    private final BlockingQueue<BranchOutcome> ended = new LinkedBlockingQueue<>();
    private final SortedMap<Integer, BranchOutcome> outcomes = new TreeMap<>();

    private Fork(Exchange scope, List<BranchTarget> targets) {
        this.scope = scope;
        this.targets = List.copyOf(targets);
    }

    /**
     * Starts a branch for each target.
     *
     * @param command the name of the command that branches
     * @param chain the chain on the exchange whose cancellation ends all branches; its pipelines in
     *     brackets, if there are any, are those of the targets
     * @param deadline the longest time of each branch
     * @throws FailureException with {@code Invalid} if the branches are too many, together with
     *     those around them
     */
    public static Fork start(
            String command,
            List<BranchTarget> targets,
            ChatRequest request,
            AnswerForm form,
            Chain chain,
            Duration deadline) {
        Exchange scope = chain.exchange();
        BranchLimits.checkNested(scope, command, targets.size());
        List<Chain> pipelines = chain.branches();
        Fork fork = new Fork(scope, targets);
        for (BranchTarget target : targets) {
            Exchange branch = scope.branch(text -> scope.progress(target.label() + ": " + text));
            Chain pipeline = pipelines.isEmpty() ? chain : pipelines.get(target.number() - 1);
            Branch.start(
                    command, target, request, form, pipeline.on(branch), deadline, fork.ended::add);
        }
        return fork;
    }

    /**
     * Waits for the first answer.
     *
     * @throws FailureException with a branch's failure if no branch answers, or with {@code
     *     Cancelled} if the exchange is cancelled
     */
    public BranchAnswer firstAnswer() {
        while (outcomes.size() < targets.size()) {
            if (take().result() instanceof BranchAnswer answer) {
                return answer;
            }
        }
        throw noAnswer();
    }

    /**
     * Waits for the outcome of one branch.
     *
     * @throws FailureException with {@code Cancelled} if the exchange is cancelled
     */
    public BranchOutcome outcome(BranchTarget target) {
        while (!outcomes.containsKey(target.number())) {
            var _ = take();
        }
        return Objects.requireNonNull(outcomes.get(target.number()));
    }

    /**
     * Waits for all branches and returns the answers in the branches' order.
     *
     * @throws FailureException with a branch's failure if no branch answers, or with {@code
     *     Cancelled} if the exchange is cancelled
     */
    public List<AnsweredBranch> answers() {
        targets.forEach(this::outcome);
        List<AnsweredBranch> answered = answersSoFar();
        if (answered.isEmpty()) {
            throw noAnswer();
        }
        return answered;
    }

    /** Returns the answers so far, in the branches' order. */
    public List<AnsweredBranch> answersSoFar() {
        List<AnsweredBranch> answered = new ArrayList<>();
        for (BranchOutcome outcome : outcomes.values()) {
            if (outcome.result() instanceof BranchAnswer answer) {
                answered.add(new AnsweredBranch(outcome.target(), answer));
            }
        }
        return answered;
    }

    /** Returns the outcomes of the failed branches, in their order. */
    public List<BranchOutcome> failures() {
        return outcomes.values().stream()
                .filter(outcome -> outcome.result() instanceof BranchOutcome.Lost)
                .toList();
    }

    /** Cancels the branches that have not ended, and collects their outcomes. */
    public void dropOthers() {
        scope.cancellation().cancel();
        // Each branch has its outcome now; one that has just ended may still be handing it over.
        while (outcomes.size() < targets.size()) {
            BranchOutcome outcome = await();
            outcomes.put(outcome.target().number(), outcome);
        }
    }

    /** Returns a report of the outcomes so far. */
    public BranchReport report() {
        return new BranchReport(List.copyOf(outcomes.values()));
    }

    public List<BranchTarget> targets() {
        return targets;
    }

    /** Returns the failure of a fork without an answer: that of the first failed branch. */
    private FailureException noAnswer() {
        return outcomes.values().stream()
                .map(BranchOutcome::result)
                .filter(BranchOutcome.Lost.class::isInstance)
                .map(lost -> ((BranchOutcome.Lost) lost).failure())
                .findFirst()
                .orElseGet(() -> new FailureException(new Failure.Cancelled()));
    }

    private BranchOutcome take() {
        BranchOutcome outcome = await();
        if (scope.cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        outcomes.put(outcome.target().number(), outcome);
        reportProgress(outcome);
        return outcome;
    }

    private BranchOutcome await() {
        try {
            return ended.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private void reportProgress(BranchOutcome outcome) {
        switch (outcome.result()) {
            case BranchAnswer _ ->
                    scope.progress(answersSoFar().size() + " of " + targets.size() + " answered");
            case BranchOutcome.Lost lost ->
                    scope.progress(outcome.target().label() + ": " + lost.why());
            case BranchOutcome.Dropped _ -> {}
        }
    }
}
