package dev.chasqui.application.agents;

import dev.chasqui.application.port.Agents;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the pipeline of each exchange. Safe for use by several threads.
 *
 * <p>Agents asked for beside the text (in the body or a header) come first, in their order, then
 * those typed in front of the last user message: what a client is set up to do always wraps what
 * its user asks for now.
 */
public final class Pipelines {
    /** More agents than this are a mistake, and each may hold a stream. */
    private static final int MOST_STEPS = 16;

    private final InstalledCommands commands;

    public Pipelines(Agents agents) {
        this.commands = new InstalledCommands(agents);
    }

    /**
     * Takes the commands out of a request and makes their agents.
     *
     * @param asked what was asked for beside the text, such as {@code rag(k=5)} or {@code rag}
     * @throws FailureException with {@code Invalid} if a command is badly written or, beside the
     *     text, unknown; with {@code Forbidden} if the caller may not use it; with {@code
     *     AgentFailed} if an agent cannot be made
     */
    public Pipeline prepare(ChatRequest request, Caller caller, List<String> asked) {
        return switch (request.form()) {
            case CHAT, PROMPT -> withAgents(request, caller, asked);
            case RAW -> raw(request, asked);
            // Nothing is asked that an agent could work on.
            case LOAD -> new Pipeline(request, List.of());
        };
    }

    private Pipeline withAgents(ChatRequest request, Caller caller, List<String> asked) {
        List<Command> wanted = new ArrayList<>();
        asked.forEach(text -> wanted.add(askedFor(text, caller)));
        ChatRequest plain = request;
        if (request.mayHoldCommands()) {
            TypedCommands typed = TypedCommands.of(request.messages(), commands);
            wanted.addAll(typed.commands());
            plain = typed.changed() ? request.withMessages(typed.messages()) : request;
        }
        if (wanted.size() > MOST_STEPS) {
            throw invalid(wanted.size() + " commands (expected: at most " + MOST_STEPS + ")");
        }
        return new Pipeline(plain, wanted.stream().map(each -> step(each, caller)).toList());
    }

    /** A raw prompt goes to the model as it is. */
    private static Pipeline raw(ChatRequest request, List<String> asked) {
        if (!asked.isEmpty()) {
            throw invalid(
                    "agents: "
                            + String.join(", ", asked)
                            + " (expected: none, since no agent works on a raw prompt)");
        }
        return new Pipeline(request, List.of());
    }

    private Command askedFor(String text, Caller caller) {
        try {
            return Command.parse(text, commands);
        } catch (FailureException e) {
            throw invalid(
                    "agents: "
                            + e.getMessage()
                            + "; there are: "
                            + String.join(", ", commands.names(caller)));
        }
    }

    private Step step(Command command, Caller caller) {
        AgentType<?> type = commands.find(command.name()).orElseThrow();
        if (!commands.mayUse(caller, command.name())) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "the key '"
                                    + caller.name()
                                    + "' may not use /"
                                    + command.name()
                                    + "; /help lists what it may use"));
        }
        return new Step(command.name(), make(command, type));
    }

    private static <A extends Record> Agent make(Command command, AgentType<A> type) {
        A arguments = CommandBinder.bind(command, type);
        try {
            return type.maker().apply(arguments);
        } catch (FailureException told) {
            throw told;
        } catch (IllegalArgumentException refused) {
            throw invalid("/" + type.name() + ": " + refused.getMessage());
        } catch (RuntimeException | LinkageError broken) {
            throw new FailureException(
                    new Failure.AgentFailed(type.name(), "it could not be made"), broken);
        }
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }
}
