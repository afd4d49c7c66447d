package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.command.ConfigBinder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What plug-ins are given to start with.
 *
 * @param sections the members of {@code agents} in the config, one for each plug-in
 * @param configFolder what a relative path in the config starts from
 * @param dataFolder makes the folder in which the plug-in of a name keeps its data
 * @param trust which jars are trusted
 * @param startLimit how long the start of one plug-in may take before it counts as failed
 */
public record PluginSettings(
        Json.Obj sections,
        Path configFolder,
        Function<String, Path> dataFolder,
        JarTrust trust,
        Duration startLimit) {

    /**
     * A plug-in's section, typed; empty if there is none.
     *
     * @throws FailureException with {@code Invalid} if the section does not fit
     */
    <C extends Record> C section(String plugin, Class<C> type) {
        String where = "agents." + plugin;
        return switch (sections.get(plugin).orElse(Json.Obj.EMPTY)) {
            case Json.Obj members -> new ConfigBinder(configFolder).bind(type, members, where);
            case Json other ->
                    throw new FailureException(
                            new Failure.Invalid(
                                    where, where + ": " + other + " (expected: an object)"));
        };
    }

    /** All that is wrong with a plug-in's section. */
    <C extends Record> List<Failure.Invalid> mistakes(String plugin, Class<C> type) {
        String where = "agents." + plugin;
        return sections.get(plugin).orElse(Json.Obj.EMPTY) instanceof Json.Obj members
                ? new ConfigBinder(configFolder).mistakes(type, members, where)
                : List.of(new Failure.Invalid(where, where + ": no object (expected: an object)"));
    }

    /** The plug-ins that the config says something of. */
    Set<String> names() {
        return sections.members().keySet();
    }
}
