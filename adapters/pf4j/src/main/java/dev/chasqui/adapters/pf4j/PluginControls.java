package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.application.port.agents.PluginControl;
import dev.chasqui.application.port.agents.PluginSchemas;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.similarity.SimilarNames;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The control of the plug-ins that {@link PluginAgents} has. Safe for use by several threads. */
final class PluginControls implements PluginControl {
    private final PluginAgents agents;

    /** Returns the agents of other sources, with their present state. */
    private final Supplier<List<InstalledAgent>> others;

    PluginControls(PluginAgents agents) {
        this(agents, List::of);
    }

    private PluginControls(PluginAgents agents, Supplier<List<InstalledAgent>> others) {
        this.agents = agents;
        this.others = others;
    }

    @Override
    public PluginControl with(Supplier<List<InstalledAgent>> ofOthers) {
        return new PluginControls(agents, ofOthers);
    }

    /**
     * The thing that a name means.
     *
     * @param plugin the name of the plug-in; that of the agent if it comes from none
     * @param agent the name of the agent; empty if the whole plug-in is meant
     */
    private record Target(String plugin, Optional<String> agent) {}

    @Override
    public List<InstalledJar> jars() {
        return listing().jars();
    }

    @Override
    public List<InstalledAgent> agents() {
        Map<String, InstalledAgent> all = new TreeMap<>();
        others.get().forEach(agent -> all.put(agent.name(), agent));
        listing().agents().forEach(agent -> all.put(agent.name(), agent));
        return List.copyOf(all.values());
    }

    @Override
    public PluginSchemas schemas(String name) {
        Target target = target(name);
        PluginListing listing = listing();
        if (!listing.plugins().contains(target.plugin())) {
            throw new FailureException(
                    new Failure.NotFound(
                            "the agent '"
                                    + name
                                    + "' comes from no jar that is here, so it has no section"
                                    + " (expected: a plug-in or its agent)"));
        }
        return listing.schemas(target.plugin())
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.NotFound(
                                                "the plug-in '"
                                                        + target.plugin()
                                                        + "' does not run, so that its schema is"
                                                        + " unknown: "
                                                        + listing.whyNot(target.plugin()))));
    }

    private PluginListing listing() {
        return new PluginListing(agents.present(), agents.trust());
    }

    @Override
    public String disable(String name) {
        Target target = target(name);
        PluginListing listing = listing();
        agents.change(
                names ->
                        target.agent()
                                .map(names::withAgent)
                                .orElseGet(
                                        () ->
                                                names.hasPlugin(target.plugin())
                                                        ? names
                                                        : names.with(
                                                                listing.toDisable(
                                                                        target.plugin()))),
                Set.of());
        return target.plugin();
    }

    @Override
    public String enable(String name) {
        Target target = target(name);
        if (target.agent().isPresent() && isDisabled(target)) {
            throw disabled(target);
        }
        UnaryOperator<DisabledNames> without = names -> names.without(name);
        agents.change(without, isDisabled(target) ? Set.of(target.plugin()) : Set.of());
        requireStarted(target.plugin(), "it is enabled, but ");
        return target.plugin();
    }

    @Override
    public String reload(String name) {
        Target target = target(name);
        if (!listing().plugins().contains(target.plugin())) {
            throw new FailureException(
                    new Failure.NotFound(
                            "the agent '"
                                    + name
                                    + "' comes from no jar that is here, so it cannot be reloaded"
                                    + " (expected: a plug-in or its agent; change the config or the"
                                    + " file that the agent comes from)"));
        }
        if (isDisabled(target)) {
            throw disabled(target);
        }
        agents.change(UnaryOperator.identity(), Set.of(target.plugin()));
        requireStarted(target.plugin(), "");
        return target.plugin();
    }

    private static FailureException disabled(Target target) {
        return new FailureException(
                new Failure.Invalid(
                        "name",
                        "the plug-in '"
                                + target.plugin()
                                + "' is disabled (expected: an enabled one; enable it first)"));
    }

    private boolean isDisabled(Target target) {
        return agents.present().findings().names().hasPlugin(target.plugin());
    }

    private void requireStarted(String plugin, String prefix) {
        listing()
                .failure(plugin)
                .ifPresent(
                        why -> {
                            throw new FailureException(
                                    new Failure.AgentFailed(plugin, prefix + why));
                        });
    }

    /**
     * Returns the thing that a name means.
     *
     * @throws FailureException with {@code NotFound} if there is none
     */
    private Target target(String name) {
        PluginListing listing = listing();
        Set<String> plugins = listing.plugins();
        Map<String, String> owners = listing.owners();
        if (plugins.contains(name)) {
            return new Target(name, Optional.empty());
        }
        if (owners.containsKey(name)) {
            return new Target(owners.get(name), Optional.of(name));
        }
        Set<String> all = new TreeSet<>(plugins);
        all.addAll(owners.keySet());
        others.get().forEach(agent -> all.add(agent.name()));
        if (all.contains(name)) {
            return new Target(name, Optional.of(name));
        }
        throw new FailureException(new Failure.NotFound(unknown(name, all)));
    }

    private static String unknown(String name, Set<String> all) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        if (all.isEmpty()) {
            return "there is no plug-in or agent '" + shown + "', and no other";
        }
        return "there is no plug-in or agent '"
                + shown
                + "'"
                + NearestName.find(shown, all)
                        .map(near -> " (did you mean '" + near + "'?)")
                        .orElse("")
                + "; there are: "
                + SimilarNames.list(shown, all);
    }
}
