package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What becomes of each jar that was found and of each plug-in that runs. A pure function of what
 * lies in the folders, what the config says and what runs; nothing is touched.
 *
 * @param fates one for each jar, in the order of the jars
 * @param leaving the names of the plug-ins that run and have no jar any more
 * @param stuck the names of the plug-ins that run and whose jar was found, but cannot be read
 */
record GenerationPlan(List<Fate> fates, Set<String> leaving, Set<String> stuck) {

    GenerationPlan {
        fates = List.copyOf(fates);
        leaving = Set.copyOf(leaving);
        stuck = Set.copyOf(stuck);
    }

    /** What becomes of a jar. */
    sealed interface Fate {
        FoundJar jar();
    }

    /** The plug-in runs already, with these bytes and this section; it goes on. */
    record Keep(FoundJar jar, boolean trusted) implements Fate {}

    /** The plug-in does not run yet. */
    record Start(FoundJar jar, boolean trusted) implements Fate {}

    /** The plug-in runs with other bytes or another section, and hands over. */
    record HandOver(FoundJar jar, boolean trusted) implements Fate {}

    /** Another jar is the same plug-in and goes first. */
    record Replaced(FoundJar jar, FoundJar by) implements Fate {}

    /**
     * What decides whether a plug-in that runs goes on as it is.
     *
     * @param path where its jar was found
     * @param section what it was started with
     */
    record Running(Path path, String name, String sha256, Section section) {}

    /**
     * A plug-in's section of the config.
     *
     * @param base what a relative path in it starts from
     */
    record Section(Json json, Path base) {}

    /**
     * Plans the next generation.
     *
     * @param found the jars, those that win over others first
     * @param broken where jars lie that cannot be read
     * @param sections the section of each plug-in, by its name
     * @param running what runs now, each name once
     */
    static GenerationPlan of(
            List<FoundJar> found,
            Set<Path> broken,
            Function<String, Section> sections,
            JarTrust trust,
            Collection<Running> running) {
        Map<String, Running> byName = new HashMap<>();
        running.forEach(plugin -> byName.put(plugin.name(), plugin));
        List<FoundJar> chosen = new ArrayList<>();
        List<Fate> fates = new ArrayList<>();
        for (FoundJar jar : found) {
            Optional<FoundJar> other = chosen.stream().filter(jar::isSameAs).findFirst();
            if (other.isPresent()) {
                fates.add(new Replaced(jar, other.get()));
            } else {
                chosen.add(jar);
                Optional<Running> now = Optional.ofNullable(byName.remove(jar.name()));
                fates.add(fate(jar, now, sections.apply(jar.name()), jar.isTrusted(trust)));
            }
        }
        Set<String> leaving = new HashSet<>();
        Set<String> stuck = new HashSet<>();
        for (Running gone : byName.values()) {
            (broken.contains(gone.path()) ? stuck : leaving).add(gone.name());
        }
        return new GenerationPlan(fates, leaving, stuck);
    }

    private static Fate fate(
            FoundJar jar, Optional<Running> running, Section section, boolean trusted) {
        if (running.isEmpty()) {
            return new Start(jar, trusted);
        }
        boolean same =
                running.get().sha256().equals(jar.sha256())
                        && running.get().section().equals(section);
        return same ? new Keep(jar, trusted) : new HandOver(jar, trusted);
    }
}
