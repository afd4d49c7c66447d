package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "disable",
        description = {
            "Disable a plug-in with all its agents, or one agent.",
            "",
            "Requests that run finish; later ones that call the agent are refused. It"
                    + " stays disabled after a restart of the server."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents disable rag",
            "  CHASQUI_KEY=chq_... chasqui agents disable rag     if there are keys: an admin's",
        })
final class AgentsDisableCommand extends AgentChangeCommand {
    AgentsDisableCommand(Map<String, String> environment) {
        super(environment, "disable");
    }
}
