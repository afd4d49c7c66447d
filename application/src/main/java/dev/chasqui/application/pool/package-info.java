/**
 * The pool: models that are loaded when somebody asks for them and leave when the place is needed.
 *
 * <p>{@link dev.chasqui.application.pool.Scheduler} knows what is loaded and who waits, and says
 * what is to be done next; {@link dev.chasqui.application.pool.Turns} says who is next, and {@link
 * dev.chasqui.application.pool.Eviction} who must go for it. None of them waits, starts a thread or
 * looks at a clock, so that a simulator can drive them through any course of events.
 */
@NullMarked
package dev.chasqui.application.pool;

import org.jspecify.annotations.NullMarked;
