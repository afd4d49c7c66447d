/**
 * The health of a backend: state machines without a clock, whose transitions return the next state.
 *
 * <p>{@link dev.chasqui.application.routing.health.BackendHealth} follows the outcomes of real
 * calls, {@link dev.chasqui.application.routing.health.CheckedHealth} those of the regular checks;
 * neither corrects the other. Who feeds them is in {@code dev.chasqui.application.routing}.
 */
@NullMarked
package dev.chasqui.application.routing.health;

import org.jspecify.annotations.NullMarked;
