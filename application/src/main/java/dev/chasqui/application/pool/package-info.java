/**
 * The pool: models that are loaded when they are requested and leave when their place is needed.
 *
 * <p>{@link dev.chasqui.application.pool.Scheduler} holds the state, which models are loaded and
 * which callers wait, and decides the next actions. {@link dev.chasqui.application.pool.FairOrder}
 * defines whose turn it is, and {@link dev.chasqui.application.pool.Eviction} which models must
 * leave. None of them waits, starts a thread or reads a clock, so that a simulator can drive them
 * through any course of events.
 *
 * <p>{@code docs/pool/design.md} says what must stay true when this is changed.
 */
@NullMarked
package dev.chasqui.application.pool;

import org.jspecify.annotations.NullMarked;
