package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.binding.ConfigBinder;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The settings with which plug-ins are started.
 *
 * @param sections the members of {@code agents} in the configuration, one for each plug-in
 * @param configFolder the folder that relative paths in the configuration refer to
 * @param dataFolder makes and returns the data folder of a plug-in by its name
 * @param trust the rule for trusted jars
 * @param admission the rule for jars that may be loaded at all
 * @param startLimit the longest time that the start of one plug-in may take before it counts as
 *     failed
 * @param lender the lender of services
 */
public record PluginSettings(
        Json.Obj sections,
        Path configFolder,
        Function<String, Path> dataFolder,
        JarTrust trust,
        JarAdmission admission,
        Duration startLimit,
        ServiceLender lender) {

    /** Makes settings that admit every jar and lend no services. */
    public PluginSettings(
            Json.Obj sections,
            Path configFolder,
            Function<String, Path> dataFolder,
            JarTrust trust,
            Duration startLimit) {
        this(
                sections,
                configFolder,
                dataFolder,
                trust,
                JarAdmission.ANY,
                startLimit,
                ServiceLender.none());
    }

    /**
     * Returns a plug-in's section as a record; a missing section counts as empty.
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

    /** Returns all mistakes in a plug-in's section. */
    <C extends Record> List<Failure.Invalid> mistakes(String plugin, Class<C> type) {
        String where = "agents." + plugin;
        return sections.get(plugin).orElse(Json.Obj.EMPTY) instanceof Json.Obj members
                ? new ConfigBinder(configFolder).mistakes(type, members, where)
                : List.of(new Failure.Invalid(where, where + ": no object (expected: an object)"));
    }

    /** Returns a plug-in's section as JSON, to be compared with another one. */
    GenerationPlan.ConfigSection rawSection(String plugin) {
        return new GenerationPlan.ConfigSection(
                sections.get(plugin).orElse(Json.Obj.EMPTY), configFolder);
    }

    /** Returns the names of the plug-ins that have a section. */
    Set<String> sectionNames() {
        return sections.members().keySet();
    }

    /**
     * Returns a warning for each setting without effect.
     *
     * @param plugins the names of all plug-ins that were found
     * @param hashes the SHA-256 of all jars that were found
     */
    List<String> warnings(Set<String> plugins, Set<String> hashes) {
        List<String> warnings = new ArrayList<>();
        for (String name : sectionNames()) {
            if (!plugins.contains(name)) {
                String nearest =
                        NearestName.find(name, plugins)
                                .map(near -> " (did you mean '" + near + "'?)")
                                .orElse("");
                warnings.add(
                        "agents."
                                + name
                                + ": there is no plug-in of this name; it has no effect"
                                + nearest);
            }
        }
        trust.sha256().stream()
                .filter(hash -> !hashes.contains(hash))
                .forEach(hash -> warnings.add(ofNoJar("plugins.trusted", hash)));
        admission.allowed().stream()
                .filter(hash -> !hashes.contains(hash))
                .forEach(hash -> warnings.add(ofNoJar("plugins.allowed", hash)));
        return warnings;
    }

    private static String ofNoJar(String key, String hash) {
        return key + ": " + hash + " is the SHA-256 of no jar here; it has no effect";
    }
}
