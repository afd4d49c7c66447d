package dev.chasqui.plugins.judge;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionAnswer;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Fault;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugins.branches.AnswerBuffer;
import dev.chasqui.plugins.branches.AnswerForm;
import dev.chasqui.plugins.branches.AnsweredBranch;
import dev.chasqui.plugins.branches.BranchAnswer;
import dev.chasqui.plugins.branches.CallDeadline;
import dev.chasqui.plugins.branches.UnusableAnswer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The model that chooses. It is asked for the probability of each candidate, which costs one token;
 * if its backend tells no probabilities, if a reason is wanted, or if there are agents between this
 * one and the model, in a short chat. The question for probabilities goes past those agents, and
 * one of them may have to change what leaves.
 *
 * @param model the model
 * @param criteria what the best candidate is like
 * @param reasons true if a reason is wanted
 * @param deadline the longest time for the choice
 */
record Judge(String model, String criteria, boolean reasons, Duration deadline) {

    /**
     * Chooses a candidate.
     *
     * @param candidates the candidates in the order in which the model reads them
     * @throws FailureException if the model does not answer in time
     * @throws UnusableAnswer if the model's answer names no candidate
     */
    Verdict choose(ChatRequest request, List<AnsweredBranch> candidates, Chain chain) {
        JudgePrompt prompt = new JudgePrompt(request, candidates, criteria);
        Exchange asked = chain.exchange().branch(chain.exchange()::progress);
        CallDeadline end = CallDeadline.of(deadline, asked.cancellation());
        try {
            Chain limited = chain.on(asked);
            boolean chat = reasons || !chain.agents().isEmpty();
            Optional<Verdict> measured = chat ? Optional.empty() : measured(prompt, limited);
            Verdict verdict = measured.orElseGet(() -> told(prompt, candidates.size(), limited));
            if (!end.met()) {
                throw new UnusableAnswer("too late");
            }
            return verdict;
        } catch (FailureException | UnusableAnswer e) {
            throw end.missed().<RuntimeException>map(UnusableAnswer::new).orElse(e);
        } finally {
            asked.cancellation().cancel();
        }
    }

    /** Returns the most probable candidate; empty if the model does not tell probabilities. */
    private Optional<Verdict> measured(JudgePrompt prompt, Chain chain) {
        try {
            Decision decision = chain.decide(prompt.decision(model));
            return decision.answers().getFirst() instanceof DecisionAnswer.Choice choice
                    ? Optional.of(
                            new Verdict(
                                    choice.chosen(),
                                    choice.probabilities(),
                                    Optional.empty(),
                                    decision.usage()))
                    : Optional.empty();
        } catch (UnsupportedOperationException noDecisions) {
            return Optional.empty();
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.BackendRefused refused
                    && refused.fault() == Fault.CALLER) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Verdict told(JudgePrompt prompt, int candidates, Chain chain) {
        try (ChatReply reply = chain.proceed(prompt.chat(model, reasons));
                var _ = chain.exchange().cancellation().onCancel(reply::close)) {
            BranchAnswer answer =
                    BranchAnswer.of(
                            AnswerBuffer.drain(reply, chain.exchange()::progress),
                            AnswerForm.PROSE);
            ToldChoice choice = ToldChoice.of(answer.text(), candidates);
            return new Verdict(
                    choice.chosen(),
                    List.of(),
                    reasons ? choice.reason() : Optional.empty(),
                    answer.usage());
        }
    }
}
