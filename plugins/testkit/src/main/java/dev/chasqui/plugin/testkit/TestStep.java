package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.Agent;

import java.util.List;

/**
 * One agent of a test pipeline.
 *
 * @param name the name of its command
 * @param command the whole command, as a user could write it
 * @param branches the pipelines in the brackets of its command
 */
record TestStep(String name, String command, Agent agent, List<List<TestStep>> branches) {}
