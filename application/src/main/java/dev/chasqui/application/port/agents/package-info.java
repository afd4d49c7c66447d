/**
 * The agents and plug-ins as the application sees them: those in use, their calls, and the control
 * over the jars that they come from.
 */
@NullMarked
package dev.chasqui.application.port.agents;

import org.jspecify.annotations.NullMarked;
