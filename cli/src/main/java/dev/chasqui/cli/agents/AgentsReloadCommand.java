package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "reload",
        description = {
            "Start a plug-in anew, also if its jar is unchanged.",
            "",
            "Requests that run finish with the old instance. If the new one does not"
                    + " start, the old one goes on, and the exit code is 1."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents reload rag",
            "  CHASQUI_KEY=chq_... chasqui agents reload rag     if there are keys: an admin's",
        })
final class AgentsReloadCommand extends AgentChangeCommand {
    AgentsReloadCommand(Map<String, String> environment) {
        super(environment, "reload");
    }
}
