package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** The plug-in of {@code /parallel}. */
public final class ParallelPlugin implements Plugin {

    @Override
    public String name() {
        return "parallel";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        ParallelConfig config = host.config(ParallelConfig.class);
        contributions.agent(
                new AgentType<>(
                        "parallel",
                        "Asks several models, or one several times, and makes one reply of the"
                                + " answers",
                        Arguments.class,
                        arguments -> new ParallelAgent(Plan.of(config, arguments))));
    }
}
