/** From commands to the agents of one exchange. */
@NullMarked
package dev.chasqui.application.agents;

import org.jspecify.annotations.NullMarked;
