package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.Registrar;

/** The plug-in of {@code /parallel}. */
public final class ParallelPlugin implements Plugin {

    @Override
    public String name() {
        return "parallel";
    }

    @Override
    public void start(Registrar registrar) {
        ParallelConfig config = registrar.config(ParallelConfig.class);
        registrar.agent(
                new AgentType<>(
                        "parallel",
                        "Asks several models, or one several times, and makes one reply of the"
                                + " answers",
                        Arguments.class,
                        arguments -> new ParallelAgent(Plan.of(config, arguments))));
    }
}
