package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code agents}. */
@Command(
        name = "agents",
        description = {
            "List the agents of the running server, with their state and arguments.",
            "They can be disabled, enabled and reloaded while it runs."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents",
            "  chasqui agents reload rag              start its plug-in anew",
            "  chasqui agents --json",
            "  chasqui agents explain --model llama3 '/rag hello'     which agents a chat would"
                    + " get",
            "  chasqui agents new greeter             make the project of a new agent",
            "  chasqui agents try JAR '/greeter hello'    run a jar without a server",
            "  CHASQUI_KEY=chq_... chasqui agents     if there are keys: an admin's",
        })
public final class AgentsCommand extends AgentList {
    private AgentsCommand(Map<String, String> environment) {
        super(environment);
    }

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     * @param trial the action of {@code agents try}
     */
    public static CommandLine withSubcommands(Map<String, String> environment, TryAction trial) {
        return new CommandLine(new AgentsCommand(environment))
                .addSubcommand(new AgentsListCommand(environment))
                .addSubcommand(new AgentsDisableCommand(environment))
                .addSubcommand(new AgentsEnableCommand(environment))
                .addSubcommand(new AgentsReloadCommand(environment))
                .addSubcommand(new AgentsExplainCommand(environment))
                .addSubcommand(AgentsNewCommand.ofDistribution())
                .addSubcommand(new AgentsTryCommand(trial));
    }
}
