package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.time.Duration;

/** The plug-in of {@code /parallel}. */
public final class ParallelPlugin implements Plugin {
    /** How long branches that were given up may take to end, below the time that a stop has. */
    private static final Duration END = Duration.ofSeconds(4);

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

    /** Waits for the branches that exchanges gave up: their threads still run code of this jar. */
    @Override
    public void stop() {
        var _ = BranchThreads.ALL.awaitEnd(END);
    }
}
