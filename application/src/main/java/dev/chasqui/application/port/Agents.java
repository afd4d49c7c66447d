package dev.chasqui.application.port;

/** The installed agents, as generations that follow one another. */
public interface Agents {

    /**
     * Enters the present generation. It neither changes nor is unloaded until it is closed, which
     * the caller must do.
     */
    AgentGeneration enter();
}
