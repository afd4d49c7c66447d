package dev.chasqui.application.agents;

import dev.chasqui.domain.agent.Agent;

/**
 * One agent of a pipeline.
 *
 * @param name the command that called it
 */
public record Step(String name, Agent agent) {}
