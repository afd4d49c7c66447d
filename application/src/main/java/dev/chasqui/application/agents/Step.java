package dev.chasqui.application.agents;

import dev.chasqui.domain.agent.Agent;

/**
 * One agent of a pipeline.
 *
 * @param name the command that called it
 * @param agent the agent
 * @param trusted true if its jar is trusted, so that it may run on the server's own threads
 */
public record Step(String name, Agent agent, boolean trusted) {

    /** Makes a step whose jar is not trusted. */
    public Step(String name, Agent agent) {
        this(name, agent, false);
    }
}
