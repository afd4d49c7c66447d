package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.WebRoute;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The plug-ins that are installed together, and how many use them. It is closed when it was
 * replaced and the last one has left. Safe for use by several threads.
 */
final class Generation {
    private final List<Member> members;
    private final InstalledPlugins installed;
    private final Map<Path, String> failures;
    private final List<PluginReport> reports;
    private final List<String> warnings;
    private final Consumer<Generation> whenLeft;

    /** The present one is one of its own users, until it is replaced. */
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * A plug-in of a generation.
     *
     * @param path where its jar was found
     * @param trusted whether the jar is trusted
     */
    record Member(Path path, RunningPlugin plugin, boolean trusted) {
        Contributor contributor() {
            return new Contributor(path, plugin.name(), plugin.contribution());
        }
    }

    /**
     * What became of the jars that are no members.
     *
     * @param paths all jars, in order
     * @param refused why some are not installed
     * @param failures the same in words for any caller; not those that others replace
     * @param warnings what else a person should know
     */
    record Findings(
            List<Path> paths,
            Map<Path, String> refused,
            Map<Path, String> failures,
            List<String> warnings) {
        static final Findings NONE = new Findings(List.of(), Map.of(), Map.of(), List.of());
    }

    /**
     * Joins its members.
     *
     * @param members in the order of their jars
     * @param whenLeft told once when it was replaced and the last one has left
     */
    Generation(List<Member> members, Findings findings, Consumer<Generation> whenLeft) {
        this.members = List.copyOf(members);
        this.installed =
                InstalledPlugins.of(
                        members.stream().map(Member::contributor).toList(),
                        members.stream()
                                .filter(Member::trusted)
                                .map(member -> member.plugin().name())
                                .collect(Collectors.toSet()));
        this.failures = new TreeMap<>(findings.failures());
        this.warnings = List.copyOf(findings.warnings());
        this.reports =
                findings.paths().stream()
                        .map(
                                path ->
                                        Optional.ofNullable(installed.reports().get(path))
                                                .orElseGet(
                                                        () ->
                                                                PluginReport.refused(
                                                                        path,
                                                                        String.valueOf(
                                                                                findings.refused()
                                                                                        .get(
                                                                                                path)))))
                        .toList();
        this.whenLeft = whenLeft;
        members.forEach(member -> member.plugin().join());
    }

    /** Enters it; empty if it is closed. */
    Optional<AgentGeneration> enter() {
        int before = users.getAndUpdate(count -> count == 0 ? 0 : count + 1);
        return before == 0 ? Optional.empty() : Optional.of(new Entered());
    }

    /** Another one takes its place: it is closed when the last one has left. */
    void replaced() {
        leave();
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            whenLeft.accept(this);
        }
    }

    /** Lets go of its members, the last one first; those that no other generation has stop. */
    void close() {
        members.reversed().forEach(member -> member.plugin().leave());
    }

    List<Member> members() {
        return members;
    }

    List<PluginReport> reports() {
        return reports;
    }

    /** The jars that cannot be used; not those that others replace. */
    List<PluginReport> refused() {
        return reports.stream().filter(report -> failures.containsKey(report.jar())).toList();
    }

    List<String> warnings() {
        return warnings;
    }

    /** The view of one who entered. */
    private final class Entered implements AgentGeneration {
        private final AtomicBoolean left = new AtomicBoolean();

        @Override
        public Optional<AgentType<?>> find(String name) {
            return Optional.ofNullable(installed.agents().get(name));
        }

        @Override
        public Collection<AgentType<?>> all() {
            return installed.agents().values();
        }

        @Override
        public boolean isTrusted(String name) {
            return installed.trusted().contains(name);
        }

        @Override
        public List<WebRoute> routes() {
            return installed.routes();
        }

        /** How the plug-ins are; a jar that could not be loaded is down, by its file name. */
        @Override
        public Map<String, Health> health() {
            Map<String, Health> health = new LinkedHashMap<>(installed.health());
            failures.forEach(
                    (jar, why) ->
                            health.put(
                                    String.valueOf(jar.getFileName()), down("not loaded: " + why)));
            return health;
        }

        private static Health down(String why) {
            return new Health(false, Json.Obj.EMPTY.with(Health.REASON, Json.of(why)));
        }

        @Override
        public void close() {
            if (!left.getAndSet(true)) {
                leave();
            }
        }
    }
}
