package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.application.agents.HelpAgent;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.domain.binding.NearestName;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
        Config config = reading.found();
        check(config.pipeline().agents(), "pipeline.agents");
        config.pipeline()
                .models()
                .forEach((model, some) -> check(some, "pipeline.models." + model));
        for (int i = 0; i < config.pipeline().rules().size(); i++) {
            check(
                    config.pipeline().rules().get(i).then().agents(),
                    "pipeline.rules[" + i + "].then.agents");
        }
        for (int i = 0; i < config.keys().size(); i++) {
            check(config.keys().get(i).pipeline(), "keys[" + i + "].pipeline");
        }
        config.models()
                .virtual()
                .forEach(
                        (name, model) ->
                                check(model.agents(), "models.virtual." + name + ".agents"));
    }

    private void check(List<String> some, String path) {
        for (int i = 0; i < some.size(); i++) {
            String name = new PolicyCommand(some.get(i).strip(), path).name();
            if (!commands.contains(name)) {
                reading.warning(
                        path + "[" + i + "]",
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
}
