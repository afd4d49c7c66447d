package dev.chasqui.application.agents;

import dev.chasqui.application.models.ModelMeaning;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.policy.TextSize;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandLine;
import dev.chasqui.domain.command.CommandsOfModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The maker of each exchange's pipeline. Safe for use by several threads.
 *
 * <p>The agents of the config come first: those for all, for the key, for the model, by rules, and
 * of a virtual model. Then come those behind the name of the model, those that the body or a header
 * asks for, and those typed in front of the last user message, each in their order. So the agents
 * of the config wrap those that a client asks for, except for those of the kind that stays near the
 * model ({@link dev.chasqui.domain.agent.AgentType#runsNearModel}): these come last.
 */
public final class Pipelines {
    private static final String IN_NAME = "the name of the model";
    private static final String BESIDE = "the body or a header";
    private static final String TYPED = "typed";

    private final Agents agents;
    private final Policy policy;
    private final Function<String, ModelMeaning> meanings;
    private final Function<String, Optional<OnFailure>> onFailure;

    /** Makes pipelines of those agents alone that requests ask for. */
    public Pipelines(Agents agents) {
        this(agents, Policy.NONE, ModelMeaning::of);
    }

    /** Makes pipelines in which each agent itself says what its failure means. */
    public Pipelines(Agents agents, Policy policy, Function<String, ModelMeaning> meanings) {
        this(agents, policy, meanings, _ -> Optional.empty());
    }

    /**
     * @param policy the agents that run without being asked for, and the rules
     * @param meanings looks up the meaning of a model name
     * @param onFailure returns the config's answer to a failure of an agent, by its command; empty
     *     if the agent itself says it
     */
    public Pipelines(
            Agents agents,
            Policy policy,
            Function<String, ModelMeaning> meanings,
            Function<String, Optional<OnFailure>> onFailure) {
        this.agents = agents;
        this.policy = policy;
        this.meanings = meanings;
        this.onFailure = onFailure;
    }

    /** Prepares a request that no client sent, see the other method. */
    public PreparedChat prepare(ChatRequest request, Permit permit, List<String> asked) {
        return prepare(request, RequestOrigin.of(permit), asked);
    }

    /**
     * Takes the commands out of a request and makes their agents. All agents are of the generation
     * that is present at the time of the call. The caller must close the pipeline once no code of
     * an agent runs any more.
     *
     * @param origin the caller, with the right to commands
     * @param asked the lists of commands in the body or a header, such as {@code rag(k=5), help}
     * @throws FailureException with {@code Invalid} if a command is badly written, if one of {@code
     *     asked} is unknown, or if there are too many; with {@code Forbidden} if the caller may not
     *     use one, or a rule refuses the request; with {@code AgentFailed} if an agent cannot be
     *     made
     */
    public PreparedChat prepare(ChatRequest request, RequestOrigin origin, List<String> asked) {
        return switch (request.form()) {
            case CHAT, PROMPT -> withAgents(request, origin, asked);
            case RAW -> raw(request, origin, asked);
        };
    }

    /**
     * Returns true if a text begins with an installed command, even if that is badly written. Runs
     * no code of a plug-in but the list of its commands.
     */
    public boolean beginsWithCommand(String text) {
        if (!text.startsWith("/")) {
            return false;
        }
        try (AgentGeneration generation = agents.enter()) {
            return !CommandLine.parse(text, new InstalledCommands(generation, onFailure))
                    .commands()
                    .isEmpty();
        } catch (FailureException badlyWritten) {
            return true;
        }
    }

    /**
     * Returns the reason why a command of the config cannot run with these agents; empty if it can.
     *
     * @param onFailure returns the config's answer to a failure of an agent
     */
    public static Optional<String> misfit(
            PolicyCommand command,
            AgentGeneration agents,
            Function<String, Optional<OnFailure>> onFailure) {
        return new Planner(new InstalledCommands(agents, onFailure), Optional.empty())
                .misfit(command);
    }

    private PreparedChat withAgents(ChatRequest request, RequestOrigin origin, List<String> asked) {
        Plan plan = plan(request, origin, asked);
        boolean held = false;
        try {
            PreparedChat prepared = plan.prepared();
            held = !prepared.pipeline().steps().isEmpty();
            // An exchange without agents must not keep a plug-in from being unloaded.
            return held
                    ? prepared
                    : new PreparedChat(
                            prepared.request(),
                            Pipeline.without(prepared.pipeline().skipped()),
                            prepared.named());
        } finally {
            if (!held) {
                plan.close();
            }
        }
    }

    /**
     * Plans the way of a chat; runs no agent. The caller must close the plan.
     *
     * @throws FailureException with {@code Invalid} if a command of the request is badly written or
     *     unknown, or if there are too many
     */
    Plan plan(ChatRequest request, RequestOrigin origin, List<String> asked) {
        return plan(request, origin, asked, RequestKind.CHAT, Optional.empty());
    }

    /**
     * Plans the way of a chat as {@link #plan} does.
     *
     * @param size the bytes that count as those of the text; empty for those of the request
     */
    public Plan explain(
            ChatRequest request, RequestOrigin origin, List<String> asked, Optional<Long> size) {
        return plan(request, origin, asked, RequestKind.CHAT, size);
    }

    private Plan plan(
            ChatRequest request,
            RequestOrigin origin,
            List<String> asked,
            RequestKind kind,
            Optional<Long> size) {
        AgentGeneration generation = agents.enter();
        boolean planned = false;
        try {
            Plan plan =
                    plan(
                            request,
                            origin,
                            asked,
                            kind,
                            generation,
                            () -> size.orElseGet(() -> TextSize.of(request)));
            planned = true;
            return plan;
        } finally {
            if (!planned) {
                generation.close();
            }
        }
    }

    /**
     * Applies the policy to a chat whose tokens are counted; runs no agent. A chat with a badly
     * written command may not leave.
     *
     * @param asked the lists of commands in a header
     * @throws FailureException with {@code Forbidden} if a rule refuses it
     */
    public CountedChat counted(ChatRequest request, RequestOrigin origin, List<String> asked) {
        try (Plan plan = plan(request, origin, asked, RequestKind.COUNT, Optional.empty())) {
            plan.decision().requireAllowed();
            return new CountedChat(
                    plan.request(),
                    plan.agents().stream()
                            .noneMatch(
                                    agent ->
                                            agent.step().isPresent()
                                                    || agent.failure().isPresent()));
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Invalid) {
                return new CountedChat(request, false);
            }
            throw e;
        }
    }

    private Plan plan(
            ChatRequest request,
            RequestOrigin origin,
            List<String> asked,
            RequestKind kind,
            AgentGeneration generation,
            LongSupplier size) {
        MeantModel model = MeantModel.of(request.model(), policy, meanings, origin, kind, size);
        origin.permit().asksFor(model.asked().name());
        ChatRequest meant = request.withModel(model.answering().name());
        if (model.decision().refusal().isPresent()) {
            return new Plan(meant, Optional.empty(), model.decision(), List.of(), generation);
        }
        Permit permit = origin.permit();
        InstalledCommands commands = new InstalledCommands(generation, onFailure);
        PermittedUsage known = new PermittedUsage(commands, permit.rights());
        Planner planner = new Planner(commands, Optional.of(permit));
        Map<String, String> skipped = model.decision().skipped();
        for (PolicyCommand wanted : model.commands(policy, permit.caller().name())) {
            planner.addOfConfig(
                    wanted,
                    Optional.ofNullable(skipped.get(wanted.name()))
                            .filter(_ -> wanted.isOfPipeline()));
        }
        List<String> inName = model.asked().commands();
        planner.addOfCaller(
                askedFor(
                        "model",
                        () -> CommandsOfModel.parse(request.model(), inName, known),
                        permit,
                        known),
                IN_NAME);
        planner.addOfCaller(
                askedFor("agents", () -> Command.parseLists(asked, known), permit, known), BESIDE);
        if (request.mayHoldCommands()) {
            TypedCommands typed = TypedCommands.of(request.messages(), known);
            planner.addOfCaller(typed.commands(), TYPED);
            meant = typed.changed() ? meant.withMessages(typed.messages()) : meant;
        }
        return new Plan(
                meant,
                model.named(request.model()),
                model.decision(),
                planner.planned(),
                generation);
    }

    private static List<Command> askedFor(
            String member, Supplier<List<Command>> read, Permit permit, PermittedUsage known) {
        try {
            return read.get();
        } catch (FailureException e) {
            throw invalid(
                    member
                            + ": "
                            + e.getMessage()
                            + "; there are: "
                            + String.join(", ", known.commands().names(permit.rights()::mayUse)));
        }
    }

    /** Returns a raw prompt without agents. */
    private PreparedChat raw(ChatRequest request, RequestOrigin origin, List<String> asked) {
        if (!asked.isEmpty()) {
            throw invalid(
                    "agents: "
                            + Quoting.shorten(String.join(", ", asked))
                            + " (expected: none, since no agent works on a raw prompt)");
        }
        OtherRequests.Admitted admitted =
                admit(
                        request.model(),
                        Optional.of(
                                new OtherRequests.Text(
                                        RequestKind.RAW,
                                        "a raw prompt",
                                        () -> TextSize.of(request))),
                        origin);
        return new PreparedChat(
                request.withModel(admitted.model()), admitted.pipeline(), admitted.named());
    }

    /**
     * Applies the policy to a request on which no agent works.
     *
     * @param name the model name that the client asks for
     * @param text the text of the request; empty if it has none, so that no agent misses it
     * @throws FailureException with {@code Forbidden} if a rule refuses it; with {@code Invalid} if
     *     an agent of the config may not be skipped, or the name asks for one
     */
    public OtherRequests.Admitted admit(
            String name, Optional<OtherRequests.Text> text, RequestOrigin origin) {
        MeantModel model =
                MeantModel.of(
                        name,
                        policy,
                        meanings,
                        origin,
                        text.map(OtherRequests.Text::kind).orElse(RequestKind.LOAD),
                        () -> text.map(each -> each.size().getAsLong()).orElse(0L));
        origin.permit().asksFor(model.asked().name());
        model.decision().requireAllowed();
        String answering = model.answering().name();
        if (text.isEmpty()) {
            return new OtherRequests.Admitted(answering, Pipeline.EMPTY, model.named(name));
        }
        String word = text.get().word();
        if (!model.asked().commands().isEmpty()) {
            throw invalid(
                    "model: '"
                            + name
                            + "' (expected: '"
                            + model.asked().name()
                            + "' alone, since no agent works on "
                            + word
                            + ")");
        }
        List<PolicyCommand> wanted = model.commands(policy, origin.permit().caller().name());
        if (wanted.isEmpty()) {
            return new OtherRequests.Admitted(answering, Pipeline.EMPTY, model.named(name));
        }
        try (AgentGeneration generation = agents.enter()) {
            return new OtherRequests.Admitted(
                    answering,
                    Pipeline.without(
                            OtherRequests.skipped(
                                    word,
                                    wanted,
                                    model.decision().skipped(),
                                    new InstalledCommands(generation, onFailure))),
                    model.named(name));
        }
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }
}
