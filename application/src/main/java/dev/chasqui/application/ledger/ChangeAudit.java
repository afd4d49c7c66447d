package dev.chasqui.application.ledger;

import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.application.port.agents.PluginControl;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.domain.json.Json;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The audit of changes of the config and of plug-ins. Entries name the keys that changed, and the
 * values of those alone that cannot be secrets. Safe for use by several threads.
 */
public final class ChangeAudit {
    private static final String VALUES = "values";

    private final AuditTrail trail;
    private final InstantSource clock;

    public ChangeAudit(AuditTrail trail, InstantSource clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Notes a reload, if it changed something.
     *
     * @param who the caller, or the cause of a reload that nobody asked for
     */
    public void reloaded(String who, ReloadOutcome outcome) {
        if (outcome instanceof ReloadOutcome.Done done
                && !(done.changed().isEmpty() && done.restart().isEmpty())) {
            Json.Obj after =
                    Json.Obj.EMPTY
                            .with("changed", texts(done.changed()))
                            .with("restart", texts(done.restart()));
            Json.Obj was = values(done, ReloadOutcome.Value::before);
            Json.Obj is = values(done, ReloadOutcome.Value::after);
            add(
                    who,
                    "config.reload",
                    "config",
                    was.members().isEmpty() ? "" : Json.Obj.EMPTY.with(VALUES, was).toString(),
                    (is.members().isEmpty() ? after : after.with(VALUES, is)).toString());
        }
    }

    private static Json.Obj values(
            ReloadOutcome.Done done, Function<ReloadOutcome.Value, Optional<String>> side) {
        Map<String, Json> values = new LinkedHashMap<>();
        for (ReloadOutcome.Value value : done.values()) {
            side.apply(value).ifPresent(text -> values.put(value.key(), Json.of(text)));
        }
        return new Json.Obj(values);
    }

    /**
     * Runs a change of plug-ins, and notes those whose state is another one afterwards, also if the
     * change fails.
     *
     * @param who the caller, or the cause of a change that nobody asked for
     * @param action the change, such as {@code plugin.disable}
     * @param control lists the plug-ins and agents
     */
    public void plugins(String who, String action, PluginControl control, Runnable change) {
        Map<String, String> before = states(control);
        try {
            change.run();
        } finally {
            Map<String, String> after = states(control);
            Set<String> names = new TreeSet<>(before.keySet());
            names.addAll(after.keySet());
            for (String name : names) {
                String was = before.getOrDefault(name, "");
                String is = after.getOrDefault(name, "");
                if (!was.equals(is)) {
                    add(who, action, name, was, is);
                }
            }
        }
    }

    /** Returns the states of plug-ins, and of agents that come from none or differ from theirs. */
    private static Map<String, String> states(PluginControl control) {
        Map<String, String> states = new LinkedHashMap<>();
        Map<String, String> words = new LinkedHashMap<>();
        for (InstalledJar jar : control.jars()) {
            // Of two jars of the same plug-in the first one is in use.
            if (words.putIfAbsent(jar.name(), word(jar.state())) == null) {
                states.put(
                        jar.name(),
                        Json.Obj.EMPTY
                                .with("state", Json.of(word(jar.state())))
                                .with("generation", Json.of(jar.generation()))
                                .with("sha256", Json.of(jar.sha256()))
                                .toString());
            }
        }
        for (InstalledAgent agent : control.agents()) {
            String state = word(agent.state());
            if (!state.equals(words.get(agent.plugin()))) {
                states.putIfAbsent(
                        agent.name(), Json.Obj.EMPTY.with("state", Json.of(state)).toString());
            }
        }
        return states;
    }

    private void add(String who, String action, String subject, String before, String after) {
        trail.add(new AuditEntry(clock.instant(), who, action, subject, before, after));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json::of).toList());
    }
}
