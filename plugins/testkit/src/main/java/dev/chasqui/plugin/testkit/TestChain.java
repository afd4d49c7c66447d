package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A chain whose model is a function. It records the requests. Safe for use by several threads if
 * the function is.
 */
public final class TestChain implements Chain {
    /**
     * A pipeline in the brackets of the tested agent's command.
     *
     * @param commands its commands, as in {@code /rag(handbook)}; {@link #agents} of its chain has
     *     them as one entry
     * @param agents the agents of its commands, in order; none for an empty pipeline
     */
    public record Branch(String commands, List<Agent> agents) {
        private static final Branch NONE = new Branch("", List.of());

        public Branch {
            agents = List.copyOf(agents);
        }
    }

    /**
     * The records of a chain and of its branches.
     *
     * @param requests the requests that reached the model
     * @param keptInside the reasons for which the exchange was kept in the network
     */
    private record Seen(List<ChatRequest> requests, List<String> keptInside) {}

    private final BiFunction<ChatRequest, Exchange, ChatReply> model;
    private final Exchange exchange;
    private final Seen seen;
    private final OptionalInt contextLength;
    private final Function<DecisionRequest, Decision> decisions;
    private final Zone zone;
    private final List<Branch> branches;

    /** The commands that {@link #agents} tells, besides those of the branch. */
    private final List<String> told;

    /** The agents that a request passes before the model. */
    private final Branch passed;

    private TestChain(
            BiFunction<ChatRequest, Exchange, ChatReply> model,
            Exchange exchange,
            Seen seen,
            OptionalInt contextLength,
            Function<DecisionRequest, Decision> decisions,
            Zone zone,
            List<Branch> branches,
            List<String> told,
            Branch passed) {
        this.model = model;
        this.exchange = exchange;
        this.seen = seen;
        this.contextLength = contextLength;
        this.decisions = decisions;
        this.zone = zone;
        this.branches = branches;
        this.told = told;
        this.passed = passed;
    }

    /** Returns a chain whose model is a function of the request and its exchange. */
    public static TestChain of(BiFunction<ChatRequest, Exchange, ChatReply> model) {
        return new TestChain(
                model,
                newExchange(),
                new Seen(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>()),
                OptionalInt.empty(),
                asked -> {
                    throw new IllegalStateException(
                            "no decisions (expected: withDecisions(…) on this chain)");
                },
                Zone.RESTRICTED,
                List.of(),
                List.of(),
                Branch.NONE);
    }

    /** Returns a chain whose model always replies with this text. */
    public static TestChain saying(String text) {
        return of((request, exchange) -> ChatReply.ofText(text));
    }

    /** Returns this chain with a model of this context length in tokens. */
    public TestChain withContextLength(int tokens) {
        return new TestChain(
                model,
                exchange,
                seen,
                OptionalInt.of(tokens),
                decisions,
                zone,
                branches,
                told,
                passed);
    }

    /** Returns this chain with a model that answers questions by a function. */
    public TestChain withDecisions(Function<DecisionRequest, Decision> answers) {
        return new TestChain(
                model, exchange, seen, contextLength, answers, zone, branches, told, passed);
    }

    /** Returns this chain with a model whose requests go to this zone; without it, restricted. */
    public TestChain withZone(Zone its) {
        return new TestChain(
                model, exchange, seen, contextLength, decisions, its, branches, told, passed);
    }

    /** Returns this chain for an agent whose command has these pipelines in brackets. */
    public TestChain withBranches(Branch... pipelines) {
        return with(exchange, List.of(pipelines), passed);
    }

    /**
     * Returns this chain with these commands between the tested agent and the model, as in {@code
     * /rag(handbook)}; they are only told, by {@link #agents}.
     */
    public TestChain withAgents(String... commands) {
        return new TestChain(
                model,
                exchange,
                seen,
                contextLength,
                decisions,
                zone,
                branches,
                List.of(commands),
                passed);
    }

    private TestChain with(Exchange its, List<Branch> pipelines, Branch agents) {
        return new TestChain(
                model, its, seen, contextLength, decisions, zone, pipelines, told, agents);
    }

    /** Returns an exchange as of a client without a key. */
    public static Exchange newExchange() {
        return new Exchange(
                "test",
                Caller.anonymous("127.0.0.1").withAllAgents(),
                Dialect.OPENAI,
                progress -> {});
    }

    @Override
    public ChatReply proceed(ChatRequest request) {
        if (passed.agents().isEmpty()) {
            seen.requests().add(request);
            return model.apply(request, exchange);
        }
        List<Agent> rest = passed.agents().subList(1, passed.agents().size());
        return passed.agents()
                .getFirst()
                .handle(request, with(exchange, List.of(), new Branch("", rest)));
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public TestChain on(Exchange branch) {
        return with(branch, branches, passed);
    }

    @Override
    public List<Chain> branches() {
        return branches.stream().<Chain>map(branch -> with(exchange, List.of(), branch)).toList();
    }

    @Override
    public String commands() {
        return passed.commands();
    }

    @Override
    public List<String> agents() {
        return passed.commands().isEmpty()
                ? told
                : Stream.concat(Stream.of(passed.commands()), told.stream()).toList();
    }

    @Override
    public OptionalInt contextLength(String model) {
        return contextLength;
    }

    @Override
    public OptionalInt countTokens(String model, String text) {
        return OptionalInt.empty();
    }

    @Override
    public Zone zone(String asked) {
        return seen.keptInside().isEmpty() ? zone : Zone.RESTRICTED;
    }

    @Override
    public void keepInside(String why) {
        seen.keptInside().add(why);
    }

    /** Returns the reasons for which agents have kept the exchange in the network, in order. */
    public List<String> keptInside() {
        return List.copyOf(seen.keptInside());
    }

    @Override
    public Decision decide(DecisionRequest request) {
        return decisions.apply(request);
    }

    /** Returns the requests that reached the model, of all branches and in order of arrival. */
    public List<ChatRequest> requests() {
        return List.copyOf(seen.requests());
    }
}
