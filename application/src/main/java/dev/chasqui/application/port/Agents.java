package dev.chasqui.application.port;

/** The agents that are installed, as generations that follow one another. */
public interface Agents {

    /**
     * Enters the present generation. It neither changes nor goes until it is closed, which whoever
     * entered it must do.
     */
    AgentGeneration enter();
}
