/**
 * The queue of the requests whose backends are all busy.
 *
 * <p>{@link dev.chasqui.application.routing.queue.WaitingLine} decides whose turn it is; it is a
 * state machine without threads. {@link dev.chasqui.application.routing.queue.RequestQueue} owns
 * it, and lets the threads of requests wait. Nothing here knows what a backend is: a request waits
 * for {@link dev.chasqui.application.routing.queue.AwaitedPlace} objects, and is told when it may
 * look whether one is free.
 */
@NullMarked
package dev.chasqui.application.routing.queue;

import org.jspecify.annotations.NullMarked;
