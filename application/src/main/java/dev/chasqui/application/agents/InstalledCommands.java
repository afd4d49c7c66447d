package dev.chasqui.application.agents;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.exchange.Caller;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands of one generation of agents and {@code /help}, which is always there. */
record InstalledCommands(AgentGeneration agents) implements KnownCommands {

    Optional<AgentType<?>> find(String name) {
        return name.equals(Help.NAME) ? Optional.of(Help.type(this)) : agents.find(name);
    }

    /** Whether the code behind a command is trusted. */
    boolean isTrusted(String name) {
        return name.equals(Help.NAME) || agents.isTrusted(name);
    }

    /** Whether a caller may use a command. Everybody may ask for help. */
    boolean mayUse(Caller caller, String name) {
        return name.equals(Help.NAME) || caller.mayUse(name);
    }

    /** The names of the commands that a caller may use. */
    List<String> names(Caller caller) {
        return all(caller).map(AgentType::name).toList();
    }

    /** What a caller may use, and how. */
    List<CommandUsage> usages(Caller caller) {
        return all(caller).map(CommandUsage::of).toList();
    }

    private Stream<AgentType<?>> all(Caller caller) {
        return Stream.concat(
                        Stream.of(Help.type(this)),
                        agents.all().stream().filter(InstalledCommands::isInstalled))
                .filter(type -> mayUse(caller, type.name()));
    }

    private static boolean isInstalled(AgentType<?> type) {
        return !type.name().equals(Help.NAME);
    }

    @Override
    public boolean knows(String name) {
        return find(name).isPresent();
    }

    @Override
    public String usage(String name) {
        return find(name).map(type -> CommandUsage.of(type).sentence()).orElse("");
    }
}
