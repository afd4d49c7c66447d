package dev.chasqui.application.agents;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The agent behind {@code /help}, which lists the commands. It answers itself; no model is asked.
 */
public final class HelpAgent implements Agent {
    /** The name of the command; no plug-in can take it. */
    public static final String NAME = "help";

    /** The arguments of the command: the name of one command to describe. */
    record Arguments(@Argument(help = "the command to describe") Optional<String> command) {}

    private final InstalledCommands commands;
    private final Optional<String> command;

    private HelpAgent(InstalledCommands commands, Optional<String> command) {
        this.commands = commands;
        this.command = command;
    }

    static AgentType<Arguments> type(InstalledCommands commands) {
        return new AgentType<>(
                NAME,
                "Lists the commands that you may use",
                Arguments.class,
                arguments ->
                        new HelpAgent(
                                commands,
                                arguments.command().map(name -> name.replaceFirst("^/", ""))));
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        CommandRights rights = CommandRights.of(chain.exchange().caller().agents());
        List<CommandUsage> usages = commands.usages(rights::mayUse);
        return ChatReply.ofText(
                command.map(name -> details(name, usages, rights)).orElse(list(usages, rights)));
    }

    private static String list(List<CommandUsage> usages, CommandRights rights) {
        String lines =
                usages.stream()
                        .map(
                                usage ->
                                        "- `"
                                                + synopsis(usage)
                                                + "`: "
                                                + usage.help()
                                                + bounds(usage.name(), rights))
                        .collect(Collectors.joining("\n"));
        return "Commands stand in front of your message, one or more, as in `/context What is new?`"
                + "\n\n"
                + lines
                + "\n\n`/help(name)` describes one command. To begin a message with a slash that is"
                + " not a command, write two slashes.";
    }

    /** Returns the bounds of a caller's rights to a command, as the end of a sentence. */
    private static String bounds(String command, CommandRights rights) {
        List<String> bounded = command.equals(NAME) ? List.of() : rights.bounded(command);
        return bounded.isEmpty()
                ? ""
                : bounded.stream().collect(Collectors.joining("` or `", "; you may use `", "`"));
    }

    private static String details(String name, List<CommandUsage> usages, CommandRights rights) {
        return usages.stream()
                .filter(usage -> usage.name().equals(name))
                .findFirst()
                .map(usage -> details(usage) + bounds(name, rights))
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(
                                                Optional.empty(),
                                                "/help: there is no command '"
                                                        + name
                                                        + "' for you; there are: "
                                                        + usages.stream()
                                                                .map(CommandUsage::name)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private static String details(CommandUsage usage) {
        String arguments =
                usage.arguments().stream()
                        .map(
                                argument ->
                                        "- `"
                                                + argument.name()
                                                + "`: "
                                                + argument.type()
                                                + argument.fallback()
                                                        .map(value -> ", default " + value)
                                                        .orElse("")
                                                + (argument.required() ? ", required" : "")
                                                + (argument.help().isEmpty()
                                                        ? ""
                                                        : "; " + argument.help()))
                        .collect(Collectors.joining("\n"));
        return "`"
                + synopsis(usage)
                + "`: "
                + usage.help()
                + "\n\n"
                + (arguments.isEmpty() ? "It takes no arguments." : arguments)
                + (usage.takesBranches()
                        ? "\n\nIt takes pipelines of commands in brackets: `/%s[… | …]`."
                                .formatted(usage.name())
                        : "");
    }

    /** Returns the command with the names of its arguments, as in {@code /rag(collection k)}. */
    private static String synopsis(CommandUsage usage) {
        String names =
                usage.arguments().stream()
                        .map(CommandUsage.Entry::name)
                        .collect(Collectors.joining(" "));
        return "/" + usage.name() + (names.isEmpty() ? "" : "(" + names + ")");
    }
}
