package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.Agent;

import java.util.List;

/**
 * One agent of a test pipeline.
 *
 * @param name the name of its command
 * @param branches the pipelines in the brackets of its command
 */
record TestStep(String name, Agent agent, List<List<TestStep>> branches) {}
