package dev.chasqui.cli.agents;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ListCommand;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command that prints the agents of the running server, and the jars that failed. */
abstract class AgentList extends ListCommand {
    AgentList(Map<String, String> environment) {
        super(
                environment,
                "/admin/agents",
                "agents",
                List.of("AGENT", "STATE", "DESCRIPTION AND ARGUMENTS"));
    }

    @Override
    protected final List<List<String>> rows(Json.Obj agent) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        agent.text("name").map(name -> "/" + name).orElse("?"),
                        agent.text("state").orElse(""),
                        agent.text("help").orElse("")));
        rows.add(List.of("", "", agent.text("usage").orElse("")));
        return rows;
    }

    /**
     * {@inheritDoc} They name the agents that are switched off or not installed, and the jars whose
     * files cannot be used, with the reasons.
     */
    @Override
    protected final List<String> footer(Json.Obj answer) {
        List<String> lines = new ArrayList<>();
        for (Json.Obj agent : AnswerReader.list(answer, "agents")) {
            if (agent.text("state").orElse("").equals("switched_off")) {
                lines.add("/" + name(agent) + ": " + reason(agent));
            }
        }
        if (answer.get("refused").isPresent()) {
            for (Json.Obj refused : AnswerReader.list(answer, "refused")) {
                lines.add("not installed: " + name(refused) + ": " + reason(refused));
            }
        }
        AgentJars.of(answer).forEach(jar -> AgentJars.remark(jar).ifPresent(lines::add));
        return lines;
    }

    private static String name(Json.Obj entry) {
        return entry.text("name").orElse("?");
    }

    private static String reason(Json.Obj entry) {
        return entry.text("reason").orElse("for an unknown reason");
    }

    @Override
    protected final String nothing() {
        return "The server has no agents: drop a plug-in's jar into its plugins folder.";
    }
}
