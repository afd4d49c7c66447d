package dev.chasqui.application.agents;

import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.command.KnownCommands;

/**
 * The installed commands as a caller may know them: mistakes in a command that the caller may not
 * use are told without its arguments.
 */
record PermittedUsage(InstalledCommands commands, CommandRights rights) implements KnownCommands {
    @Override
    public boolean contains(String name) {
        return commands.contains(name);
    }

    @Override
    public String usage(String name) {
        return commands.mayUse(rights::mayUse, name) ? commands.usage(name) : "";
    }
}
