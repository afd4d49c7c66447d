/**
 * The trial of jars that are swapped under running streams: {@link
 * dev.chasqui.benchmarks.swaps.SwapTrial} starts a server, holds many slow streams through an
 * agent, swaps the agent's jar many times, and counts what is left.
 */
@NullMarked
package dev.chasqui.benchmarks.swaps;

import org.jspecify.annotations.NullMarked;
