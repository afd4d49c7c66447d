package dev.chasqui.application.exchange;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.OptionalInt;

/**
 * The rest of the chain as an agent sees it: all time in it is not the agent's own.
 *
 * @param calls the calls of the agent
 * @param rest the rest of the chain
 * @param exchange the exchange as the agent sees it
 * @param branched true if calls of this chain go through a branch of the exchange
 */
record GuardedChain(AgentCalls calls, Chain rest, Exchange exchange, boolean branched)
        implements Chain {

    @Override
    public ChatReply proceed(ChatRequest request) {
        return calls.proceed(rest, request, branched);
    }

    @Override
    public Decision decide(DecisionRequest request) {
        return calls.decide(rest, request);
    }

    @Override
    public Chain on(Exchange branch) {
        return new GuardedChain(calls, rest.on(branch), branch, true);
    }

    @Override
    public List<Chain> branches() {
        return rest.branches().stream()
                .<Chain>map(chain -> new GuardedChain(calls, chain, exchange, true))
                .toList();
    }

    @Override
    public List<String> agents() {
        return rest.agents();
    }

    @Override
    public String identity(String model) {
        return rest.identity(model);
    }

    @Override
    public List<String> skipped() {
        return rest.skipped();
    }

    @Override
    public List<String> standIns() {
        return rest.standIns();
    }

    @Override
    public String commands() {
        return rest.commands();
    }

    @Override
    public Zone zone(String model) {
        return rest.zone(model);
    }

    @Override
    public void keepInside(String why) {
        rest.keepInside(why);
    }

    @Override
    public boolean mayUseCollection(String name) {
        return rest.mayUseCollection(name);
    }

    @Override
    public OptionalInt contextLength(String model) {
        return calls.inside(() -> rest.contextLength(model));
    }

    @Override
    public OptionalInt countTokens(String model, String text) {
        return calls.inside(() -> rest.countTokens(model, text));
    }
}
