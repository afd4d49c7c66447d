package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarFolders;
import dev.chasqui.adapters.pf4j.jars.JarStamp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts that a scan need not find out by opening a jar.
 *
 * @param running the plug-ins that are running
 * @param failures the jars that could not be used before
 * @param fresh the names of plug-ins whose jars are tried again in any case
 * @param ofConfig true if the configuration was read again
 */
record KnownJars(
        List<Generation.Member> running,
        DisabledNames disabled,
        Map<Path, FailedJar> failures,
        Set<String> fresh,
        boolean ofConfig) {
    KnownJars {
        running = List.copyOf(running);
        failures = Map.copyOf(failures);
        fresh = Set.copyOf(fresh);
    }

    /** Returns the facts for a check before a start. */
    static KnownJars ofCheck(DisabledNames disabled) {
        return new KnownJars(List.of(), disabled, Map.of(), Set.of(), true);
    }

    /** Returns the failure of a jar that shall not be tried again. */
    Optional<FailedJar> failed(Path path, JarStamp now) {
        return Optional.ofNullable(failures.get(path))
                .filter(jar -> jar.isKnown(now, ofConfig))
                .filter(jar -> !jar.isOneOf(fresh) && !fresh.contains(JarFolders.stem(path)));
    }

    /** Returns the running jar with these bytes. */
    Optional<FoundJar> running(String sha256) {
        return running.stream()
                .map(member -> member.plugin().jar())
                .filter(jar -> jar.sha256().equals(sha256))
                .findFirst();
    }
}
