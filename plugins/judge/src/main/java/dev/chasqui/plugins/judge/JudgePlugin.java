package dev.chasqui.plugins.judge;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugins.branches.BranchThreads;

import java.time.Duration;

/** The plug-in of {@code /judge}. Its methods are called by one thread at a time. */
public final class JudgePlugin implements Plugin {
    /** The name of the plug-in and of its command. */
    static final String NAME = "judge";

    /**
     * The longest wait for cancelled candidates; shorter than the time that the server gives a
     * stop.
     */
    private static final Duration MAX_WAIT = Duration.ofSeconds(4);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Host host, Contributions contributions) {
        JudgeConfig config = host.config(JudgeConfig.class);
        contributions.agent(
                new AgentType<>(
                                NAME,
                                "Has several candidates answered, and gives the one that a model"
                                        + " chooses",
                                JudgeArguments.class,
                                arguments -> new JudgeAgent(JudgePlan.of(config, arguments)))
                        .withBranches());
    }

    /** Waits for cancelled candidates, whose threads still run code of this jar. */
    @Override
    public void stop() {
        var _ = BranchThreads.ALL.awaitEnd(MAX_WAIT);
    }
}
