package dev.chasqui.adapters.http.routes;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.PluginSchemas;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.RecordSchema;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schemas of what people may write for agents: the sections of the configuration and the
 * arguments of commands.
 */
final class AgentSchemas {
    private static final RecordSchema GENERATOR = new RecordSchema();

    private final Agents agents;

    AgentSchemas(Agents agents) {
        this.agents = agents;
    }

    /**
     * Returns the schemas of a plug-in, or of an agent and the plug-in that it comes from.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotFound} if the name is
     *     unknown, or if the plug-in does not run
     */
    Json.Obj of(String name) {
        boolean isPlugin =
                agents.control().jars().stream().anyMatch(jar -> jar.name().equals(name));
        if (!isPlugin) {
            Optional<Json.Obj> own = ofNoPlugin(name);
            if (own.isPresent()) {
                return own.get();
            }
        }
        PluginSchemas schemas = agents.control().schemas(name);
        Json.Obj commands = Json.Obj.EMPTY;
        for (Map.Entry<String, Json.Obj> command : schemas.arguments().entrySet()) {
            if (isPlugin || command.getKey().equals(name)) {
                commands = commands.with(command.getKey(), command.getValue());
            }
        }
        Json.Obj answer =
                Json.Obj.EMPTY
                        .with("name", Json.of(name))
                        .with("plugin", Json.of(schemas.plugin()));
        if (schemas.section().isPresent()) {
            answer =
                    answer.with("key", Json.of("agents." + schemas.plugin()))
                            .with("section", schemas.section().get());
        }
        return answer.with("commands", commands);
    }

    /** Returns the schema of an agent that comes from no plug-in; empty if there is none. */
    private Optional<Json.Obj> ofNoPlugin(String name) {
        boolean ofPlugin =
                agents.control().agents().stream()
                        .filter(agent -> agent.name().equals(name))
                        .map(InstalledAgent::plugin)
                        .anyMatch(plugin -> !plugin.isEmpty());
        if (ofPlugin) {
            return Optional.empty();
        }
        try (AgentGeneration now = agents.enter()) {
            return now.all().stream()
                    .filter(type -> type.name().equals(name))
                    .findFirst()
                    .map(type -> described(name, type));
        }
    }

    private static Json.Obj described(String name, AgentType<?> type) {
        Json.Obj arguments = GENERATOR.document(RecordType.of(type.arguments()));
        return Json.Obj.EMPTY
                .with("name", Json.of(name))
                .with("commands", Json.Obj.EMPTY.with(name, arguments));
    }
}
