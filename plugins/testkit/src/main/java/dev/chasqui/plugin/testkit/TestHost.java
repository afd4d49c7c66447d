package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.binding.ConfigBinder;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.Host;

import java.nio.file.Path;

/**
 * A host with the config section and the folder that a test gives it.
 *
 * @param name the plug-in's name
 * @param section the plug-in's section of the config
 * @param data the plug-in's folder; relative paths in the section start from it too
 */
public record TestHost(String name, Json.Obj section, Path data) implements Host {

    @Override
    public <C extends Record> C config(Class<C> type) {
        return new ConfigBinder(data).bind(type, section, "agents." + name);
    }
}
