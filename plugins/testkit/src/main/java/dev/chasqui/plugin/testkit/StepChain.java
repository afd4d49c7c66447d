package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The chain of a test pipeline: the agents that come after one agent, then the chain of the model.
 *
 * @param steps the agents, the next one first
 * @param inBrackets the pipelines in the brackets of the agent that gets this chain
 * @param commands the commands of the pipeline in brackets that this chain is; empty if it is none
 */
record StepChain(
        List<TestStep> steps, List<List<TestStep>> inBrackets, String commands, TestChain model)
        implements Chain {

    static StepChain of(List<TestStep> steps, TestChain model) {
        return new StepChain(steps, List.of(), "", model);
    }

    @Override
    public ChatReply proceed(ChatRequest request) {
        if (exchange().cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        if (steps.isEmpty()) {
            return model.proceed(request);
        }
        TestStep step = steps.getFirst();
        Chain rest = new StepChain(steps.subList(1, steps.size()), step.branches(), "", model);
        return guarded(step.name(), () -> step.agent().handle(request, rest));
    }

    /** Runs an agent; an exception becomes a failure that names the agent, as in the server. */
    static <T extends @Nullable Object> T guarded(String agent, Supplier<T> work) {
        try {
            return work.get();
        } catch (FailureException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new FailureException(
                    new Failure.AgentFailed(agent, e.getClass().getSimpleName()), e);
        }
    }

    @Override
    public Exchange exchange() {
        return model.exchange();
    }

    @Override
    public Chain on(Exchange branch) {
        return new StepChain(steps, inBrackets, commands, model.on(branch));
    }

    @Override
    public List<Chain> branches() {
        return inBrackets.stream()
                .<Chain>map(
                        branch ->
                                new StepChain(
                                        Stream.concat(branch.stream(), steps.stream()).toList(),
                                        List.of(),
                                        Quoting.shorten(String.join(" ", texts(branch))),
                                        model))
                .toList();
    }

    @Override
    public List<String> agents() {
        return Stream.concat(texts(steps).stream(), model.agents().stream()).toList();
    }

    private static List<String> texts(List<TestStep> steps) {
        return steps.stream().map(TestStep::command).toList();
    }

    @Override
    public OptionalInt contextLength(String of) {
        return model.contextLength(of);
    }

    @Override
    public OptionalInt countTokens(String of, String text) {
        return model.countTokens(of, text);
    }

    @Override
    public void keepInside(String why) {
        model.keepInside(why);
    }

    @Override
    public Zone zone(String of) {
        return model.zone(of);
    }

    @Override
    public Decision decide(DecisionRequest request) {
        return model.decide(request);
    }
}
