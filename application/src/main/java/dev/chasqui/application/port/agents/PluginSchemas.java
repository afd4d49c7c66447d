package dev.chasqui.application.port.agents;

import dev.chasqui.domain.json.Json;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON Schemas of what people may write for a plug-in.
 *
 * @param plugin the name of the plug-in
 * @param section the schema of its section in the configuration; empty if it reads none
 * @param arguments the schemas of the arguments of its commands, by the commands' names
 */
public record PluginSchemas(
        String plugin, Optional<Json.Obj> section, Map<String, Json.Obj> arguments) {
    public PluginSchemas {
        arguments = new TreeMap<>(arguments);
    }
}
