package dev.chasqui.cli;

import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.Map;

@Command(
        name = "agents",
        description = "List the agents of the running server, with their arguments.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents",
            "  chasqui agents --json",
            "  CHASQUI_KEY=chq_... chasqui agents     if there are keys: an admin's",
        })
final class AgentsCommand extends ListCommand {
    AgentsCommand(Map<String, String> environment) {
        super(
                environment,
                "/admin/agents",
                "agents",
                List.of("AGENT", "DESCRIPTION AND ARGUMENTS"));
    }

    @Override
    List<List<String>> rows(Json.Obj agent) {
        return List.of(
                List.of(
                        agent.text("name").map(name -> "/" + name).orElse("?"),
                        agent.text("help").orElse("")),
                List.of("", agent.text("usage").orElse("")));
    }

    @Override
    String nothing() {
        return "The server has no agents: drop a plug-in's jar into its plugins folder.";
    }
}
