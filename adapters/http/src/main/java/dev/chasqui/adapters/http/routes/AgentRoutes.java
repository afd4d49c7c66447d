package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.ledger.ChangeAudit;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.AgentState;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.application.port.agents.PluginControl;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The routes by which administrators list the agents and their jars, and control them. */
final class AgentRoutes {
    private static final String PATH = "/admin/agents";

    private static final String BELOW = PATH + "/";

    private static final Set<String> CHANGES = Set.of("disable", "enable", "reload");

    /** The most bytes of a body, whose content has no meaning. */
    private static final int MOST_BODY = 64 * 1024;

    private final Surface house;
    private final Agents agents;
    private final ChangeAudit audit;

    AgentRoutes(Surface house, Agents agents, ChangeAudit audit) {
        this.audit = audit;
        this.house = house;
        this.agents = agents;
    }

    void addTo(RouteTable routes) {
        routes.get(PATH, Access.ADMIN, house, call -> call.send(Answer.json(listAll())));
        AgentSchemas schemas = new AgentSchemas(agents);
        routes.get(
                BELOW + "{name}/schema",
                Access.ADMIN,
                house,
                call -> call.send(Answer.json(schemas.of(named(call)))));
        addTo(routes, "disable", PluginControl::disable);
        addTo(routes, "enable", PluginControl::enable);
        addTo(routes, "reload", PluginControl::reload);
        routes.post(BELOW + "{name}/{change}", Access.ADMIN, house, AgentRoutes::unknownChange);
    }

    /** Returns all agents and jars, and the agents that are configured but not installed. */
    private Json.Obj listAll() {
        Json.Obj all = list(_ -> true, _ -> true);
        List<Json> refused = new ArrayList<>();
        try (AgentGeneration now = agents.enter()) {
            now.refused()
                    .forEach(
                            (name, why) ->
                                    refused.add(
                                            Json.Obj.EMPTY
                                                    .with("name", Json.of(name))
                                                    .with("reason", Json.of(why))));
        }
        return refused.isEmpty() ? all : all.with("refused", new Json.Arr(refused));
    }

    private void addTo(RouteTable routes, String change, BiConsumer<PluginControl, String> action) {
        routes.post(BELOW + "{name}/" + change, Access.ADMIN, house, changing(change, action));
    }

    private static void unknownChange(Call call) {
        String change = call.request().path().pathParameters().get("change");
        throw new FailureException(
                new Failure.NotFound(
                        "there is no change '"
                                + change
                                + "' (expected: disable, enable or reload"
                                + NearestName.find(change, CHANGES)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("")
                                + ")"));
    }

    private static String named(Call call) {
        return call.request().path().pathParameters().get("name");
    }

    /** Returns a handler that changes a plug-in or an agent, and answers with its new state. */
    private Endpoint changing(String word, BiConsumer<PluginControl, String> change) {
        return call -> {
            var _ = call.body(MOST_BODY);
            String name = named(call);
            PluginControl control = agents.control();
            audit.plugins(
                    call.caller().name(),
                    "plugin." + word,
                    control,
                    () -> change.accept(control, name));
            call.send(Answer.json(Json.Obj.EMPTY.with("name", Json.of(name)).withAll(of(name))));
        };
    }

    /**
     * Returns the entries of a plug-in, of an agent and the plug-in that has it, or of an agent
     * that comes from none.
     */
    private Json.Obj of(String name) {
        boolean isPlugin =
                agents.control().jars().stream().anyMatch(jar -> jar.name().equals(name));
        String plugin =
                agents.control().agents().stream()
                        .filter(agent -> !isPlugin && agent.name().equals(name))
                        .map(InstalledAgent::plugin)
                        .filter(owner -> !owner.isEmpty())
                        .findFirst()
                        .orElse(name);
        return list(
                agent ->
                        agent.plugin().isEmpty()
                                ? !isPlugin && agent.name().equals(name)
                                : agent.plugin().equals(plugin),
                plugin::equals);
    }

    /**
     * Returns the agents and the jars.
     *
     * @param chosen selects the agents
     * @param plugins selects the plug-ins with their jars by name
     */
    private Json.Obj list(Predicate<InstalledAgent> chosen, Predicate<String> plugins) {
        List<InstalledJar> jars = agents.control().jars();
        Map<String, InstalledJar> byPlugin = new HashMap<>();
        // Of two jars of the same plug-in the first one is in use.
        jars.reversed().forEach(jar -> byPlugin.put(jar.name(), jar));
        List<Json> entries = new ArrayList<>();
        for (InstalledAgent agent : all()) {
            if (chosen.test(agent)) {
                entries.add(entry(agent, Optional.ofNullable(byPlugin.get(agent.plugin()))));
            }
        }
        return Json.Obj.EMPTY
                .with("agents", new Json.Arr(entries))
                .with(
                        "jars",
                        new Json.Arr(
                                jars.stream()
                                        .filter(jar -> plugins.test(jar.name()))
                                        .<Json>map(AgentRoutes::entry)
                                        .toList()));
    }

    /** Returns all agents; one that no control knows is active. */
    private List<InstalledAgent> all() {
        Map<String, InstalledAgent> known = new TreeMap<>();
        try (AgentGeneration now = agents.enter()) {
            now.all().forEach(type -> known.put(type.name(), active(type)));
        }
        agents.control().agents().forEach(agent -> known.put(agent.name(), agent));
        return List.copyOf(known.values());
    }

    private static InstalledAgent active(AgentType<?> type) {
        return new InstalledAgent(
                type.name(),
                type.help(),
                CommandUsage.of(type).sentence(),
                "",
                AgentState.ACTIVE,
                "");
    }

    private static Json.Obj entry(InstalledAgent agent, Optional<InstalledJar> jar) {
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("name", Json.of(agent.name()))
                        .with("help", Json.of(agent.help()))
                        .with("usage", Json.of(agent.usage()))
                        .with("state", word(agent.state()));
        if (!agent.source().isEmpty()) {
            entry = entry.with("source", Json.of(agent.source()));
        }
        Json.Obj described = entry;
        Json.Obj whole =
                jar.map(one -> ofJar(described.with("plugin", Json.of(agent.plugin())), one))
                        .orElse(described);
        return agent.reason().map(why -> whole.with("reason", Json.of("it " + why))).orElse(whole);
    }

    private static Json.Obj entry(InstalledJar jar) {
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("name", Json.of(jar.name()))
                        .with("file", Json.of(jar.file()))
                        .with("sha256", Json.of(jar.sha256()))
                        .with(
                                "agents",
                                new Json.Arr(jar.agents().stream().<Json>map(Json::of).toList()))
                        .with("state", word(jar.state()));
        return ofJar(entry, jar);
    }

    private static Json.Obj ofJar(Json.Obj entry, InstalledJar jar) {
        Json.Obj more =
                entry.with("generation", Json.of(jar.generation()))
                        .with("trust", word(jar.trust()));
        Json.Obj signed =
                jar.signer().map(signer -> more.with("signer", Json.of(signer))).orElse(more);
        return jar.reason().map(why -> signed.with("reason", Json.of(why))).orElse(signed);
    }

    private static Json word(Enum<?> constant) {
        return Json.of(constant.name().toLowerCase(Locale.ROOT));
    }
}
