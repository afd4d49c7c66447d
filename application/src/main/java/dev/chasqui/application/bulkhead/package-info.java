/**
 * The bulkhead around each agent: a deadline for its own time, a bound of the exchanges in which it
 * runs at once, and a circuit breaker.
 *
 * <p>A bulkhead is known by its agent's command and lives as long as the process; a reload of the
 * config replaces its limits.
 */
@NullMarked
package dev.chasqui.application.bulkhead;

import org.jspecify.annotations.NullMarked;
