package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "enable",
        description = {"Enable a plug-in or an agent that was disabled."},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents enable rag",
            "  CHASQUI_KEY=chq_... chasqui agents enable rag     if there are keys: an admin's",
        })
final class AgentsEnableCommand extends AgentChangeCommand {
    AgentsEnableCommand(Map<String, String> environment) {
        super(environment, "enable");
    }
}
