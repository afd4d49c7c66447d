package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.binding.ConfigBinder;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.Host;

import java.nio.file.Path;

/**
 * A host that offers what the test gives it.
 *
 * @param name the plug-in's
 * @param section its section of the config
 * @param data its folder; what a relative path in the section starts from, too
 */
public record TestHost(String name, Json.Obj section, Path data) implements Host {

    @Override
    public <C extends Record> C config(Class<C> type) {
        return new ConfigBinder(data).bind(type, section, "agents." + name);
    }
}
