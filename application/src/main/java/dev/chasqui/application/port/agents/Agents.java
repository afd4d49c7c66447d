package dev.chasqui.application.port.agents;

import java.util.Optional;

/** The installed agents, as generations that follow one another. */
public interface Agents {

    /**
     * Enters the present generation. It neither changes nor is unloaded until it is closed, which
     * the caller must do.
     */
    AgentGeneration enter();

    /** Returns the calls of agents outside of this process; empty if there can be none. */
    default Optional<ChainCalls> chainCalls() {
        return Optional.empty();
    }

    /** Returns the control of the plug-ins that the agents come from. */
    default PluginControl control() {
        return NoPlugins.INSTANCE;
    }
}
