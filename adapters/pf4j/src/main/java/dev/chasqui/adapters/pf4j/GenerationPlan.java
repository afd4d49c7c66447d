package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A plan for each jar that was found and each plug-in that is running. It is a pure function of the
 * folders, the configuration and the running plug-ins; it changes nothing.
 *
 * @param decisions one decision for each jar, in the order of the jars
 * @param removed the names of the running plug-ins that have no jar any more
 */
record GenerationPlan(List<Decision> decisions, Set<String> removed) {

    GenerationPlan {
        decisions = List.copyOf(decisions);
        removed = Set.copyOf(removed);
    }

    /** The decision for a jar. */
    sealed interface Decision {
        FoundJar jar();
    }

    /**
     * The wishes of administrators.
     *
     * @param fresh the names of plug-ins that start anew even if nothing of them has changed
     * @param disabled the names of plug-ins that are disabled
     */
    record Wishes(Set<String> fresh, Set<String> disabled) {
        static final Wishes NONE = new Wishes(Set.of(), Set.of());

        Wishes {
            fresh = Set.copyOf(fresh);
            disabled = Set.copyOf(disabled);
        }
    }

    /** The plug-in is running with these bytes and this section; it goes on. */
    record Keep(FoundJar jar, boolean trusted) implements Decision {}

    /** The plug-in is not running yet; it is started. */
    record Start(FoundJar jar, boolean trusted) implements Decision {}

    /**
     * The plug-in is running with other bytes or another section, or shall start anew; it hands
     * over to a new instance.
     */
    record HandOver(FoundJar jar, boolean trusted) implements Decision {}

    /** The plug-in is disabled; it is not started, and stopped if it runs. */
    record Disabled(FoundJar jar) implements Decision {}

    /** Another jar holds the same plug-in and takes precedence. */
    record Replaced(FoundJar jar, FoundJar by) implements Decision {}

    /**
     * The facts about a running plug-in that decide if it goes on unchanged.
     *
     * @param path the path at which its jar was found
     * @param section the section that it was started with
     */
    record RunningState(Path path, String name, String sha256, ConfigSection section) {}

    /**
     * A plug-in's section of the configuration.
     *
     * @param base the folder that relative paths in it refer to
     */
    record ConfigSection(Json json, Path base) {}

    /**
     * Plans the next generation.
     *
     * @param found the jars, those with precedence first
     * @param sections returns the section of a plug-in by its name
     * @param running the running plug-ins, each name once
     */
    static GenerationPlan of(
            List<FoundJar> found,
            Function<String, ConfigSection> sections,
            JarTrust trust,
            Collection<RunningState> running,
            Wishes wishes) {
        Map<String, RunningState> byName = new HashMap<>();
        running.forEach(plugin -> byName.put(plugin.name(), plugin));
        List<FoundJar> chosen = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (FoundJar jar : found) {
            Optional<FoundJar> other = chosen.stream().filter(jar::isSamePlugin).findFirst();
            if (other.isPresent()) {
                decisions.add(new Replaced(jar, other.get()));
            } else {
                chosen.add(jar);
                Optional<RunningState> now = Optional.ofNullable(byName.remove(jar.name()));
                decisions.add(
                        wishes.disabled().contains(jar.name())
                                ? new Disabled(jar)
                                : decide(
                                        jar,
                                        now,
                                        sections.apply(jar.name()),
                                        wishes.fresh().contains(jar.name()),
                                        jar.isTrusted(trust)));
            }
        }
        return new GenerationPlan(decisions, byName.keySet());
    }

    private static Decision decide(
            FoundJar jar,
            Optional<RunningState> running,
            ConfigSection section,
            boolean fresh,
            boolean trusted) {
        if (running.isEmpty()) {
            return new Start(jar, trusted);
        }
        boolean same =
                !fresh
                        && running.get().sha256().equals(jar.sha256())
                        && running.get().section().equals(section);
        return same ? new Keep(jar, trusted) : new HandOver(jar, trusted);
    }
}
