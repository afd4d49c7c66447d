package dev.chasqui.plugins.guard;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** The plug-in of {@code /guard}. Nothing leaves if it fails. */
public final class GuardPlugin implements Plugin {

    @Override
    public String name() {
        return "guard";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        GuardConfig config = host.config(GuardConfig.class);
        SensitiveText sensitive = new SensitiveText(config.words());
        contributions.agent(
                new AgentType<>(
                                "guard",
                                "Hides personal data and secrets from models outside your network,"
                                        + " and finds prompt injections",
                                GuardArguments.class,
                                arguments ->
                                        new GuardAgent(GuardRules.of(config, arguments), sensitive))
                        .withOnFailure(OnFailure.CLOSED)
                        .nearModel());
    }
}
