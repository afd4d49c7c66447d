package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.WebRoute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The plug-ins that are installed together, with a count of their users. A generation is closed
 * when it has been replaced and its last user has left. Safe for use by several threads.
 */
final class Generation {
    private final List<Member> members;
    private final InstalledPlugins installed;
    private final Findings findings;
    private final List<PluginReport> reports;
    private final Consumer<Generation> onUnused;

    /**
     * The number of users. The present generation counts as one of its own users until it is
     * replaced.
     */
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * A plug-in of a generation.
     *
     * @param path the path at which its jar was found
     * @param trusted true if the jar is trusted
     */
    record Member(Path path, RunningPlugin plugin, boolean trusted) {
        Contributor contributor() {
            return new Contributor(path, plugin.name(), plugin.contribution());
        }
    }

    /**
     * The results for jars that are not members, and the warnings.
     *
     * @param paths all jars, in order
     * @param replaced the reasons for which jars are not installed that others replace
     * @param failed the jars that cannot be used, also if their plug-in goes on with its old bytes
     * @param disabled the jars of disabled plug-ins
     * @param names the disabled plug-ins and agents
     * @param warnings further warnings for the operator
     */
    record Findings(
            List<Path> paths,
            Map<Path, String> replaced,
            Map<Path, FailedJar> failed,
            List<FoundJar> disabled,
            DisabledNames names,
            List<String> warnings) {
        static final Findings NONE =
                new Findings(
                        List.of(), Map.of(), Map.of(), List.of(), DisabledNames.NONE, List.of());

        Findings {
            failed = new TreeMap<>(failed);
        }

        /** Returns the reason for which a jar is not installed. */
        String reason(Path jar) {
            FailedJar one = failed.get(jar);
            if (one != null) {
                return FailureText.of(one.why());
            }
            return disabled.stream().anyMatch(off -> off.path().equals(jar))
                    ? "it is disabled"
                    : String.valueOf(replaced.get(jar));
        }
    }

    /**
     * Creates a generation and joins its members.
     *
     * @param members the members in the order of their jars
     * @param onUnused called once, after the generation was replaced and its last user has left
     */
    Generation(List<Member> members, Findings findings, Consumer<Generation> onUnused) {
        this.members = List.copyOf(members);
        this.installed =
                InstalledPlugins.of(
                        members.stream().map(Member::contributor).toList(),
                        members.stream()
                                .filter(Member::trusted)
                                .map(member -> member.plugin().name())
                                .collect(Collectors.toSet()),
                        findings.names());
        this.findings = findings;
        this.reports = findings.paths().stream().map(this::report).toList();
        this.onUnused = onUnused;
        members.forEach(member -> member.plugin().join());
    }

    private PluginReport report(Path jar) {
        PluginReport installedOne = installed.reports().get(jar);
        if (installedOne == null) {
            return PluginReport.refused(jar, findings.reason(jar));
        }
        return findings.failed().containsKey(jar)
                ? installedOne.withNote(
                        "its present file is not loaded, the one of before goes on: "
                                + findings.reason(jar))
                : installedOne;
    }

    /** Enters this generation; empty if it is closed. */
    Optional<AgentGeneration> enter() {
        int before = users.getAndUpdate(count -> count == 0 ? 0 : count + 1);
        return before == 0 ? Optional.empty() : Optional.of(new EnteredGeneration());
    }

    /** Marks this generation as replaced: it is closed when its last user has left. */
    void retire() {
        leave();
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            onUnused.accept(this);
        }
    }

    /** Leaves the members, the last one first. A member that no other generation has stops. */
    void close() {
        members.reversed().forEach(member -> member.plugin().leave());
    }

    List<Member> members() {
        return members;
    }

    List<PluginReport> reports() {
        return reports;
    }

    /** Returns the reports of jars that cannot be used, without those that others replace. */
    List<PluginReport> refused() {
        return findings.paths().stream()
                .filter(findings.failed()::containsKey)
                .map(jar -> PluginReport.refused(jar, findings.reason(jar)))
                .toList();
    }

    Findings findings() {
        return findings;
    }

    InstalledPlugins installed() {
        return installed;
    }

    /** Returns warnings for the operator, among them one for each section that nobody reads. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(findings.warnings());
        for (Member member : members) {
            RunningPlugin plugin = member.plugin();
            if (plugin.hasUnreadSection()) {
                warnings.add(
                        "agents."
                                + plugin.name()
                                + ": the plug-in reads no section; it has no effect");
            }
        }
        return warnings;
    }

    /** The generation as one user sees it. */
    private final class EnteredGeneration implements AgentGeneration {
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
        public Optional<OnFailure> disabled(String name) {
            return Optional.ofNullable(installed.disabled().get(name))
                    .map(DisabledNames.Command::onFailure);
        }

        @Override
        public Set<String> disabledNames() {
            return findings.names().agents();
        }

        @Override
        public boolean isTrusted(String name) {
            return installed.trusted().contains(name);
        }

        @Override
        public List<WebRoute> routes() {
            return installed.routes();
        }

        /**
         * Returns the health of the plug-ins. A jar that could not be loaded is down, under its
         * file name.
         */
        @Override
        public Map<String, Health> health() {
            Map<String, Health> health = new LinkedHashMap<>(installed.health());
            findings.failed()
                    .forEach(
                            (jar, one) ->
                                    health.put(
                                            String.valueOf(jar.getFileName()),
                                            down("not loaded: " + FailureText.brief(one.why()))));
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
