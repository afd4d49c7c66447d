package dev.chasqui.plugins.judge;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugins.branches.AnswerForm;
import dev.chasqui.plugins.branches.AnsweredBranch;
import dev.chasqui.plugins.branches.BranchTarget;
import dev.chasqui.plugins.branches.DeferredReply;
import dev.chasqui.plugins.branches.Fork;
import dev.chasqui.plugins.branches.JoinedEvents;
import dev.chasqui.plugins.branches.UnusableAnswer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The agent of {@code /judge}: it sends the request on in several branches at the same time, and
 * gives the answer that a model chooses. The chosen answer stays as it is.
 *
 * <p>A judge that fails does not waste the candidates: the first one is given, and a note says so.
 */
record JudgeAgent(JudgePlan plan) implements Agent {

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        Exchange scope = chain.exchange().branch(chain.exchange()::progress);
        Chain scoped = chain.on(scope);
        AnswerForm form = AnswerForm.of(request.settings().format());
        List<BranchTarget> targets = plan.candidates().targets(request.model(), scoped.branches());
        Fork fork = Fork.start(JudgePlugin.NAME, targets, request, form, scoped, plan.deadline());
        return new DeferredReply(
                () -> ChatReply.of(chosen(request, form, scoped, fork)), scope.cancellation());
    }

    private List<ReplyEvent> chosen(ChatRequest request, AnswerForm form, Chain scoped, Fork fork) {
        List<AnsweredBranch> candidates = fork.answers();
        String model = plan.model().orElse(request.model());
        JudgeNote note = new JudgeNote(model, candidates);
        if (candidates.size() == 1) {
            scoped.exchange().progress("one answer, given as it is");
            return events(candidates.getFirst(), List.of(note.only()), fork, List.of());
        }
        scoped.exchange().progress(model + " chooses from " + candidates.size() + " answers");
        List<AnsweredBranch> shuffled = shuffled(candidates, scoped.exchange().id());
        try {
            Verdict verdict =
                    new Judge(model, plan.criteria(), plan.reasons(), plan.deadline())
                            .choose(request, shuffled, scoped);
            AnsweredBranch best = shuffled.get(verdict.chosen());
            List<ReplyEvent> added = new ArrayList<>();
            if (form == AnswerForm.PROSE && !best.answer().callsTools()) {
                verdict.reason().ifPresent(why -> added.add(line(model, best, why)));
            }
            added.add(note.chosen(best, verdict.scores(shuffled), verdict.reason()));
            return events(best, added, fork, List.of(verdict.usage()));
        } catch (FailureException | UnusableAnswer e) {
            if (scoped.exchange().cancellation().isCancelled()) {
                throw new FailureException(new Failure.Cancelled(), e);
            }
            String why = String.valueOf(e.getMessage());
            scoped.exchange().progress(model + ": " + why);
            AnsweredBranch first = candidates.getFirst();
            return events(first, List.of(note.failed(first, why)), fork, List.of(Optional.empty()));
        }
    }

    private static List<ReplyEvent> events(
            AnsweredBranch chosen,
            List<ReplyEvent> added,
            Fork fork,
            List<Optional<Usage>> further) {
        return JoinedEvents.of(chosen.answer(), added, fork.report(), further);
    }

    /**
     * Returns the candidates in an order that depends on the exchange alone, since models prefer
     * some places in a list.
     */
    private static List<AnsweredBranch> shuffled(List<AnsweredBranch> candidates, String id) {
        List<AnsweredBranch> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(id.hashCode()));
        return shuffled;
    }

    private static ReplyEvent line(String model, AnsweredBranch best, String why) {
        return new ReplyEvent.Text(
                "\n\n(" + model + " chose " + best.target().label() + ": " + why + ")");
    }
}
