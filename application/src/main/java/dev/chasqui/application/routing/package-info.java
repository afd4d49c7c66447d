/**
 * The choice of the backend for a request: which ones may get it, in which order, and why.
 *
 * <p>{@link dev.chasqui.application.routing.Router} decides; it is a pure function of the facts
 * that it is handed. {@link dev.chasqui.application.routing.health.BackendHealth} is the state
 * machine of one backend, fed by the outcomes of real calls. {@link
 * dev.chasqui.application.routing.Standings} owns what is known of the backends and lives as long
 * as the process; {@link dev.chasqui.application.routing.Routing} puts the rules of one
 * configuration over it. Nothing here sends a request.
 */
@NullMarked
package dev.chasqui.application.routing;

import org.jspecify.annotations.NullMarked;
