/**
 * The pool: models that are loaded when they are asked for and leave when their place is needed.
 *
 * <p>{@link dev.chasqui.application.pool.Scheduler} knows what is loaded and which callers wait,
 * and says what is to be done next; {@link dev.chasqui.application.pool.Turns} says whose turn it
 * is, and {@link dev.chasqui.application.pool.Eviction} which model must go for it. None of them
 * waits, starts a thread or looks at a clock, so that a simulator can drive them through any course
 * of events.
 *
 * <p>{@code docs/pool/design.md} says what must stay true when this is changed.
 */
@NullMarked
package dev.chasqui.application.pool;

import org.jspecify.annotations.NullMarked;
