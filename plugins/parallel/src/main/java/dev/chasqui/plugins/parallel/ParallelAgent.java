package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugins.branches.AnswerForm;
import dev.chasqui.plugins.branches.BranchAnswer;
import dev.chasqui.plugins.branches.BranchTarget;
import dev.chasqui.plugins.branches.DeferredReply;
import dev.chasqui.plugins.branches.Fork;
import dev.chasqui.plugins.branches.JoinedEvents;

import java.util.List;
import java.util.Optional;

/**
 * The agent of {@code /parallel}: it sends the request on in several branches at the same time and
 * joins their answers.
 */
record ParallelAgent(ParallelPlan plan) implements Agent {

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        AnswerForm form = AnswerForm.of(request.settings().format());
        if (plan.join() == JoinKind.ALL && form != AnswerForm.PROSE) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "/parallel: join=all puts each answer under a heading, and a reply in"
                                    + " the format that this request asks for cannot have headings;"
                                    + " use join=vote, join=synthesize or join=first"));
        }
        Exchange scope = chain.exchange().branch(chain.exchange()::progress);
        Chain scoped = chain.on(scope);
        List<BranchTarget> targets = plan.branches().targets(request.model(), scoped.branches());
        Fork fork =
                Fork.start(ParallelPlugin.NAME, targets, request, form, scoped, plan.deadline());
        Join join = join(request, form, scoped);
        return new DeferredReply(() -> join.reply(fork), scope.cancellation());
    }

    private Join join(ChatRequest request, AnswerForm form, Chain scoped) {
        return switch (plan.join()) {
            case FIRST -> ParallelAgent::first;
            case VOTE -> new Vote(form);
            case ALL ->
                    request.tools().isEmpty()
                            ? AllAnswers::new
                            : ParallelAgent::allUnlessToolsAreCalled;
            case SYNTHESIZE ->
                    new Synthesis(
                            request,
                            form,
                            plan.aggregator().orElse(request.model()),
                            scoped,
                            plan.deadline());
        };
    }

    private static ChatReply first(Fork fork) {
        BranchAnswer winner = fork.firstAnswer();
        fork.dropOthers();
        return ChatReply.of(JoinedEvents.of(winner, List.of(), fork.report()));
    }

    /**
     * Waits for all branches, since the majority decides if tools are called; else returns all
     * answers.
     */
    private static ChatReply allUnlessToolsAreCalled(Fork fork) {
        return ToolCalls.chosen(fork.answers())
                .map(calls -> JoinedEvents.of(calls, List.of(), fork.report()))
                .map(ChatReply::of)
                .orElseGet(() -> new AllAnswers(fork));
    }
}
