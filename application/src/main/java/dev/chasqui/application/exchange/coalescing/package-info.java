/**
 * Coalescing: equal requests that are under way at the same time have one answer. It is asked for
 * once, on a thread and an exchange of its own, and given to each of them.
 */
@NullMarked
package dev.chasqui.application.exchange.coalescing;

import org.jspecify.annotations.NullMarked;
