package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugins.branches.BranchThreads;

import java.time.Duration;

/** The plug-in of {@code /parallel}. Its methods are called by one thread at a time. */
public final class ParallelPlugin implements Plugin {
    /**
     * The longest wait for cancelled branches; shorter than the time that the server gives a stop.
     */
    private static final Duration MAX_WAIT = Duration.ofSeconds(4);

    /** The name of the plug-in and of its command. */
    static final String NAME = "parallel";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Host host, Contributions contributions) {
        ParallelConfig config = host.config(ParallelConfig.class);
        contributions.agent(
                new AgentType<>(
                                NAME,
                                "Asks several models, one several times, or by the pipelines in its"
                                        + " brackets, and makes one reply of the answers",
                                ParallelArguments.class,
                                arguments -> new ParallelAgent(ParallelPlan.of(config, arguments)))
                        .withBranches());
    }

    /** Waits for cancelled branches, whose threads still run code of this jar. */
    @Override
    public void stop() {
        var _ = BranchThreads.ALL.awaitEnd(MAX_WAIT);
    }
}
