package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.application.agents.HelpAgent;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.domain.binding.NearestName;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The check of the commands that the config has run against the names of those that are known
 * without a start. It only warns: a plug-in may register a command at its start, and a jar may come
 * later.
 */
final class PipelineCheck {
    private final Reading reading;
    private final Set<String> commands;

    /**
     * @param commands the names of the commands that are known
     */
    PipelineCheck(Reading reading, Set<String> commands) {
        this.reading = reading;
        this.commands = new TreeSet<>(commands);
        this.commands.add(HelpAgent.NAME);
    }

    /** Adds a warning for each command that is not known. */
    void check() {
        forEach(reading.found(), this::check);
    }

    /** Calls for each command that the config has run, with its key. */
    static void forEach(Config config, Consumer<PolicyCommand> each) {
        add(config.pipeline().agents(), "pipeline.agents", each);
        config.pipeline()
                .models()
                .forEach((model, some) -> add(some, "pipeline.models." + model, each));
        for (int i = 0; i < config.pipeline().rules().size(); i++) {
            add(
                    config.pipeline().rules().get(i).then().agents(),
                    "pipeline.rules[" + i + "].then.agents",
                    each);
        }
        for (int i = 0; i < config.keys().size(); i++) {
            add(config.keys().get(i).pipeline(), "keys[" + i + "].pipeline", each);
        }
        config.models()
                .virtual()
                .forEach(
                        (name, model) ->
                                add(model.agents(), "models.virtual." + name + ".agents", each));
    }

    private static void add(List<String> some, String path, Consumer<PolicyCommand> each) {
        for (int i = 0; i < some.size(); i++) {
            each.accept(new PolicyCommand(some.get(i).strip(), path + "[" + i + "]"));
        }
    }

    private void check(PolicyCommand command) {
        String name = command.name();
        if (!commands.contains(name)) {
            reading.warning(
                    command.origin(),
                    "there is no command '"
                            + name
                            + "' so far"
                            + NearestName.find(name, commands)
                                    .map(near -> " (did you mean '" + near + "'?)")
                                    .orElse("")
                            + "; requests that it is for fail until its jar is there");
        }
    }
}
