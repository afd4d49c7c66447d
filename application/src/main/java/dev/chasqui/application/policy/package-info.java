/**
 * The policy of the config for requests: the agents that run without being asked for, and the rules
 * that add agents, choose another model or refuse a request. Nothing here knows which agents are
 * installed; {@link dev.chasqui.application.agents.Pipelines} makes them.
 */
@NullMarked
package dev.chasqui.application.policy;

import org.jspecify.annotations.NullMarked;
