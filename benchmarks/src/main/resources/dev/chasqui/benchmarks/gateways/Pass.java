package pass;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.Registrar;

/** Agents that only go on: what they cost is what the pipeline costs. */
public final class Pass implements Plugin, Agent {
    @Override
    public String name() {
        return "pass";
    }

    @Override
    public void start(Registrar registrar) {
        registrar.agent(AgentType.of("pass", "Goes on", this));
        registrar.agent(AgentType.of("pass-trusted", "Goes on, on the server's own threads", this));
    }
}
