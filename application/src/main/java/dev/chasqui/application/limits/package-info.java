/**
 * The limits of requests, tokens and concurrency: whose they are, what they count, and the gate
 * that keeps them.
 *
 * <p>Each owner of limits has counts of its own. A request takes from the counts of all its owners
 * or from none, and a request that is refused leaves no trace. Nothing here knows where limits are
 * written down: {@link dev.chasqui.application.limits.CallerScopes} does.
 */
@NullMarked
package dev.chasqui.application.limits;

import org.jspecify.annotations.NullMarked;
