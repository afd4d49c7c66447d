/**
 * The preparation of pipelines: the commands that were typed, and those in the body or a header,
 * become a {@link dev.chasqui.application.agents.Pipeline}. Nothing here runs an agent.
 */
@NullMarked
package dev.chasqui.application.agents;

import org.jspecify.annotations.NullMarked;
