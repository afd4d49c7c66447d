package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarFolders;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.port.agents.AgentState;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.application.port.agents.JarTrustLevel;
import dev.chasqui.application.port.agents.PluginSchemas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The content of a generation as administrators see it. */
record PluginListing(Generation generation, JarTrust trust) {

    /** Returns the jars in order, and after them the disabled plug-ins that have none any more. */
    List<InstalledJar> jars() {
        Map<Path, Generation.Member> members = new HashMap<>();
        generation.members().forEach(member -> members.put(member.path(), member));
        List<InstalledJar> jars = new ArrayList<>();
        Set<String> named = new TreeSet<>();
        for (Path path : findings().paths()) {
            InstalledJar jar = jar(path, Optional.ofNullable(members.get(path)));
            named.add(jar.name());
            jars.add(jar);
        }
        findings().names().plugins().values().stream()
                .filter(plugin -> !named.contains(plugin.name()))
                .sorted(Comparator.comparing(DisabledNames.DisabledPlugin::name))
                .forEach(plugin -> jars.add(gone(plugin)));
        return jars;
    }

    private Generation.Findings findings() {
        return generation.findings();
    }

    private InstalledJar jar(Path path, Optional<Generation.Member> member) {
        Optional<FailedJar> failed = Optional.ofNullable(findings().failed().get(path));
        Optional<FoundJar> disabled =
                findings().disabled().stream().filter(jar -> jar.path().equals(path)).findFirst();
        Optional<FoundJar> runs = member.map(one -> one.plugin().jar());
        boolean active = member.isPresent() && failed.isEmpty();
        return new InstalledJar(
                name(path, runs.or(() -> disabled), failed),
                path.toString(),
                runs.or(() -> disabled).map(FoundJar::sha256).orElse(""),
                generation.installed().agentsOf(path),
                member.map(one -> one.plugin().generation()).orElse(0),
                active
                        ? AgentState.ACTIVE
                        : failed.isPresent() ? AgentState.FAILED : AgentState.DISABLED,
                level(path, runs.or(() -> disabled)),
                runs.flatMap(jar -> jar.signers().stream().sorted().findFirst()),
                active ? notes(path) : Optional.of(reason(path, member)));
    }

    private Optional<String> notes(Path path) {
        List<String> notes = generation.installed().notesOn(path);
        return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
    }

    private static String name(Path path, Optional<FoundJar> found, Optional<FailedJar> failed) {
        return found.map(FoundJar::name)
                .or(() -> failed.flatMap(FailedJar::name))
                .orElseGet(() -> JarFolders.stem(path));
    }

    private String reason(Path path, Optional<Generation.Member> member) {
        return findings().reason(path)
                + member.map(
                                one ->
                                        "; generation "
                                                + one.plugin().generation()
                                                + " goes on with the jar of before")
                        .orElse("");
    }

    private JarTrustLevel level(Path path, Optional<FoundJar> jar) {
        boolean own = jar.map(FoundJar::own).orElseGet(() -> isOwn(path));
        if (own) {
            return JarTrustLevel.BUNDLED;
        }
        return jar.filter(one -> trust.trustsHash(one.sha256())).isPresent()
                ? JarTrustLevel.HASH
                : JarTrustLevel.UNTRUSTED;
    }

    private boolean isOwn(Path path) {
        try {
            return trust.isOwn(path);
        } catch (IOException e) {
            return false;
        }
    }

    private static InstalledJar gone(DisabledNames.DisabledPlugin plugin) {
        return new InstalledJar(
                plugin.name(),
                "",
                plugin.sha256(),
                List.of(),
                0,
                AgentState.DISABLED,
                JarTrustLevel.UNTRUSTED,
                Optional.empty(),
                Optional.of("it is disabled, and its jar is gone"));
    }

    /** Returns the agents, active or disabled, sorted by name. */
    List<InstalledAgent> agents() {
        Map<String, InstalledAgent> agents = new TreeMap<>();
        Map<String, String> owners = owners();
        generation
                .installed()
                .disabled()
                .forEach(
                        (name, agent) ->
                                agents.put(name, agent(agent, owners, AgentState.DISABLED)));
        generation
                .installed()
                .agents()
                .forEach(
                        (name, type) ->
                                agents.put(
                                        name,
                                        agent(
                                                InstalledPlugins.command(type),
                                                owners,
                                                AgentState.ACTIVE)));
        return List.copyOf(agents.values());
    }

    private static InstalledAgent agent(
            DisabledNames.Command agent, Map<String, String> owners, AgentState state) {
        return new InstalledAgent(
                agent.name(),
                agent.help(),
                agent.usage(),
                owners.getOrDefault(agent.name(), ""),
                state,
                InstalledAgent.JAR);
    }

    /** Returns the name of the plug-in of each agent, active or disabled. */
    Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        findings()
                .names()
                .plugins()
                .values()
                .forEach(
                        plugin ->
                                plugin.commands()
                                        .forEach(each -> owners.put(each.name(), plugin.name())));
        // Of two plug-ins with an agent of the same name the first one has it.
        generation
                .members()
                .reversed()
                .forEach(
                        member ->
                                member.plugin()
                                        .contribution()
                                        .agents()
                                        .keySet()
                                        .forEach(name -> owners.put(name, member.plugin().name())));
        findings().names().agents().forEach(name -> owners.putIfAbsent(name, name));
        return owners;
    }

    /** Returns the names of all plug-ins. */
    Set<String> plugins() {
        Set<String> names = new TreeSet<>();
        jars().forEach(jar -> names.add(jar.name()));
        return names;
    }

    /** Returns the reason for which the jar of a plug-in cannot be used. */
    Optional<String> failure(String plugin) {
        return jars().stream()
                .filter(jar -> jar.name().equals(plugin) && jar.state().equals(AgentState.FAILED))
                .flatMap(jar -> jar.reason().stream())
                .findFirst();
    }

    /** Returns the schemas of a plug-in; empty if it does not run. */
    Optional<PluginSchemas> schemas(String plugin) {
        return generation.members().stream()
                .map(Generation.Member::plugin)
                .filter(one -> one.name().equals(plugin))
                .map(one -> one.contribution().schemas())
                .findFirst();
    }

    /** Returns the reason why a plug-in does not run. */
    String whyNot(String plugin) {
        return jars().stream()
                .filter(jar -> jar.name().equals(plugin))
                .flatMap(jar -> jar.reason().stream())
                .findFirst()
                .orElse("it is disabled");
    }

    /**
     * Describes a plug-in that is to be disabled. The hash of a jar that failed keeps its code from
     * being run again.
     */
    DisabledNames.DisabledPlugin toDisable(String plugin) {
        Optional<RunningPlugin> running =
                generation.members().stream()
                        .map(Generation.Member::plugin)
                        .filter(one -> one.name().equals(plugin))
                        .findFirst();
        List<DisabledNames.Command> commands =
                running.stream()
                        .flatMap(one -> one.contribution().agents().values().stream())
                        .map(InstalledPlugins::command)
                        .toList();
        Optional<String> failing =
                findings().failed().entrySet().stream()
                        .filter(entry -> isOf(plugin, entry.getKey(), entry.getValue()))
                        .flatMap(entry -> JarTrust.hash(entry.getKey()).stream())
                        .findFirst();
        return new DisabledNames.DisabledPlugin(
                plugin,
                failing.or(() -> running.map(one -> one.jar().sha256())).orElse(""),
                commands);
    }

    private boolean isOf(String plugin, Path path, FailedJar failed) {
        return failed.name().orElseGet(() -> JarFolders.stem(path)).equals(plugin)
                || generation.members().stream()
                        .anyMatch(
                                member ->
                                        member.path().equals(path)
                                                && member.plugin().name().equals(plugin));
    }
}
