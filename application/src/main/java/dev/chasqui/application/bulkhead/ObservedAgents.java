package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.ChainCalls;
import dev.chasqui.application.port.agents.PluginControl;

import java.util.Optional;

/**
 * The installed agents with the states of their bulkheads. Safe for use by several threads.
 *
 * @param agents the installed agents
 * @param bulkheads their bulkheads
 */
record ObservedAgents(Agents agents, Bulkheads bulkheads) implements Agents {

    @Override
    public AgentGeneration enter() {
        return agents.enter();
    }

    @Override
    public Optional<ChainCalls> chainCalls() {
        return agents.chainCalls();
    }

    @Override
    public PluginControl control() {
        return new ObservedControl(agents, agents.control(), bulkheads);
    }
}
