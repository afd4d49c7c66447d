package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.adapters.pf4j.PluginCheck;
import dev.chasqui.adapters.skills.SkillFolder;
import dev.chasqui.adapters.skills.SkillStore;
import dev.chasqui.application.agents.HelpAgent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The check of the agents' sections in a config, by the plug-ins' own rules. It starts no plug-in.
 */
public final class PluginsCheck {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANY = "*";

    private PluginsCheck() {}

    /** Adds all mistakes and warnings, and the jars that cannot be loaded. */
    public static void all(Reading reading) {
        PluginCheck found = look(reading, new ArgumentsCheck(reading)::check);
        Set<String> commands = commands(found, reading.found());
        new PipelineCheck(reading, commands).check();
        for (String name : reading.found().plugins().limits().keySet()) {
            String where = "plugins.limits." + name;
            PolicyCheck.limit(name, commands)
                    .ifPresent(why -> reading.warning(where, why.substring(where.length() + 2)));
        }
        found.refused().forEach(jar -> reading.warningOf("plug-in", jar.toString()));
        found.warnings().forEach(warning -> reading.warningOf("plug-ins", warning));
        skills(reading.found())
                .mistakes()
                .forEach((name, why) -> reading.warningOf("skill '" + name + "'", why));
    }

    private static SkillFolder.Found skills(Config config) {
        return new SkillStore(config.skills().folder()).read();
    }

    /** Adds the mistakes of the config; a start reports the jars itself. */
    public static void beforeStart(Reading reading) {
        Config config = reading.found();
        boolean saysSomething =
                !config.agents().isEmpty()
                        || config.keys().stream().anyMatch(key -> !key.agents().contains(ANY));
        if (saysSomething) {
            look(reading, _ -> {});
        }
    }

    /** Adds the mistakes in the sections of agents, each at its place. */
    public static void tell(List<Failure.Invalid> mistakes, Reading reading) {
        for (Failure.Invalid mistake : mistakes) {
            String path = mistake.field().orElse("agents");
            String where = path + ": ";
            String sentence = mistake.message();
            reading.mistake(
                    path,
                    sentence.startsWith(where) ? sentence.substring(where.length()) : sentence);
        }
    }

    private static PluginCheck look(
            Reading reading, Consumer<SortedMap<String, AgentType<?>>> known) {
        Config config = reading.found();
        PluginFolders folders = PluginFolders.of(config);
        PluginCheck found =
                PluginCheck.of(
                        folders.all(),
                        new Json.Obj(Map.copyOf(config.agents())),
                        folders.trust(config),
                        PluginFolders.admission(config),
                        PluginFolders.disabledFile(config.data().dir()),
                        LIMIT,
                        known);
        tell(found.mistakes(), reading);
        Set<String> commands = commands(found, config);
        for (int i = 0; i < config.keys().size(); i++) {
            checkCommands(config.keys().get(i), "keys[" + i + "].agents", commands, reading);
        }
        return found;
    }

    /** Returns the names of all commands that are known. */
    private static Set<String> commands(PluginCheck found, Config config) {
        Set<String> commands = new TreeSet<>(found.commands());
        commands.add(HelpAgent.NAME);
        commands.addAll(config.plugins().remote().keySet());
        skills(config).skills().forEach(skill -> commands.add(skill.name()));
        return commands;
    }

    /**
     * A plug-in may register an agent under a name that only its start shows, so only names that
     * are close to a known one are reported.
     */
    private static void checkCommands(
            KeyConfig key, String path, Set<String> commands, Reading reading) {
        for (String right : key.agents()) {
            // A badly written right was reported with the config.
            String name = right.replaceFirst("[( ].*", "");
            if (!name.equals(ANY) && !commands.contains(name)) {
                NearestName.find(name, commands)
                        .ifPresent(
                                near ->
                                        reading.warning(
                                                path,
                                                "there is no command '"
                                                        + name
                                                        + "' so far (did you mean '"
                                                        + near
                                                        + "'?)"));
            }
        }
    }
}
