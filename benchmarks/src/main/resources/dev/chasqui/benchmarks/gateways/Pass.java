package pass;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** An agent that only goes on: what it costs is what the pipeline costs. */
public class Pass implements Plugin, Agent {
    @Override
    public String name() {
        return "pass";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of(name(), "Goes on", this));
    }

    /** The same in a jar that is trusted, so that it runs on the server's own threads. */
    public static final class Trusted extends Pass {
        @Override
        public String name() {
            return "pass-trusted";
        }
    }
}
