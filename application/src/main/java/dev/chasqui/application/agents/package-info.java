/**
 * From what a client asks for to the agents that work on its exchange: the commands that were typed
 * and those asked for beside the text become a {@link dev.chasqui.application.agents.Pipeline}.
 * Nothing here runs an agent.
 */
@NullMarked
package dev.chasqui.application.agents;

import org.jspecify.annotations.NullMarked;
