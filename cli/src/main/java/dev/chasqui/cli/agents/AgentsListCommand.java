package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "list",
        description = {
            "List the agents of the running server, with their state and arguments, and the jars"
                    + " that cannot be used.",
            "",
            "The JSON names each jar with its generation, state, trust and reason."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents list",
            "  chasqui agents list --json | jq '.jars[] | {name, generation, state, reason}'",
        })
final class AgentsListCommand extends AgentList {
    AgentsListCommand(Map<String, String> environment) {
        super(environment);
    }
}
