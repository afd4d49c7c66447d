package dev.chasqui.cli;

import picocli.CommandLine.Command;

import java.util.Map;

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
final class AgentsCommand extends AgentList {
    AgentsCommand(Map<String, String> environment) {
        super(environment);
    }
}
