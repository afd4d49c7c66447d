package dev.chasqui.application.agents;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.application.port.Agents;
import dev.chasqui.application.port.Permit;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.CommandLine;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The maker of each exchange's pipeline. Safe for use by several threads.
 *
 * <p>Agents that the body or a header asks for come first, in their order; then come those typed in
 * front of the last user message. So the agents that a client is configured with always wrap those
 * that its user asks for now.
 */
public final class Pipelines {
    /** The most agents of one exchange: more are a mistake, and each may hold a stream. */
    private static final int MOST_STEPS = 16;

    private final Agents agents;

    public Pipelines(Agents agents) {
        this.agents = agents;
    }

    /**
     * Takes the commands out of a request and makes their agents. All agents are of the generation
     * that is present at the time of the call. The caller must close the pipeline once no code of
     * an agent runs any more.
     *
     * @param permit the caller's right to commands
     * @param asked the lists of commands in the body or a header, such as {@code rag(k=5), help}
     * @throws FailureException with {@code Invalid} if a command is badly written, if one of {@code
     *     asked} is unknown, or if there are too many; with {@code Forbidden} if the caller may not
     *     use one; with {@code AgentFailed} if an agent cannot be made
     */
    public PreparedChat prepare(ChatRequest request, Permit permit, List<String> asked) {
        return switch (request.form()) {
            case CHAT, PROMPT -> withAgents(request, permit, asked);
            case RAW -> raw(request, asked);
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
            return !CommandLine.parse(text, new InstalledCommands(generation)).commands().isEmpty();
        } catch (FailureException badlyWritten) {
            return true;
        }
    }

    private PreparedChat withAgents(ChatRequest request, Permit permit, List<String> asked) {
        AgentGeneration generation = agents.enter();
        boolean held = false;
        try {
            PreparedChat prepared = prepared(request, permit, asked, generation);
            held = !prepared.pipeline().steps().isEmpty();
            // An exchange without agents must not keep a plug-in from being unloaded.
            return held ? prepared : new PreparedChat(prepared.request(), Pipeline.EMPTY);
        } finally {
            if (!held) {
                generation.close();
            }
        }
    }

    private static PreparedChat prepared(
            ChatRequest request, Permit permit, List<String> asked, AgentGeneration generation) {
        InstalledCommands commands = new InstalledCommands(generation);
        List<Command> wanted = new ArrayList<>(askedFor(asked, permit, commands));
        ChatRequest plain = request;
        if (request.mayHoldCommands()) {
            TypedCommands typed = TypedCommands.of(request.messages(), commands);
            wanted.addAll(typed.commands());
            plain = typed.changed() ? request.withMessages(typed.messages()) : request;
        }
        int count = wanted.stream().mapToInt(Command::count).sum();
        if (count > MOST_STEPS) {
            throw invalid(count + " commands (expected: at most " + MOST_STEPS + ")");
        }
        List<Step> steps = wanted.stream().map(each -> step(each, permit, commands)).toList();
        return new PreparedChat(plain, new Pipeline(steps, generation));
    }

    /** Returns a raw prompt as it is, without agents. */
    private static PreparedChat raw(ChatRequest request, List<String> asked) {
        if (!asked.isEmpty()) {
            throw invalid(
                    "agents: "
                            + String.join(", ", asked)
                            + " (expected: none, since no agent works on a raw prompt)");
        }
        return new PreparedChat(request, Pipeline.EMPTY);
    }

    private static List<Command> askedFor(
            List<String> lists, Permit permit, InstalledCommands commands) {
        try {
            return Command.parseLists(lists, commands);
        } catch (FailureException e) {
            throw invalid(
                    "agents: "
                            + e.getMessage()
                            + "; there are: "
                            + String.join(", ", commands.names(permit::mayUse)));
        }
    }

    private static Step step(Command command, Permit permit, InstalledCommands commands) {
        if (!commands.mayUse(permit::mayUse, command.name())) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "the key '"
                                    + permit.caller().name()
                                    + "' may not use /"
                                    + command.name()
                                    + "; /help lists what it may use"));
        }
        AgentType<?> type = commands.require(command.name());
        return new Step(
                command.name(),
                make(command, type),
                commands.isTrusted(command.name()),
                type.onFailure(),
                command.branches().stream().map(run -> branch(run, permit, commands)).toList());
    }

    private static BranchSteps branch(
            List<Command> run, Permit permit, InstalledCommands commands) {
        return new BranchSteps(
                Quoting.shorten(Command.spelled(run)),
                run.stream().map(each -> step(each, permit, commands)).toList());
    }

    private static <A extends Record> Agent make(Command command, AgentType<A> type) {
        A arguments = CommandBinder.bind(command, type);
        try {
            return type.maker().apply(arguments);
        } catch (FailureException told) {
            throw told;
        } catch (IllegalArgumentException refused) {
            throw CommandBinder.refused(command, type, String.valueOf(refused.getMessage()));
        } catch (RuntimeException | LinkageError broken) {
            throw new FailureException(
                    new Failure.AgentFailed(type.name(), "it could not be made"), broken);
        }
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }
}
