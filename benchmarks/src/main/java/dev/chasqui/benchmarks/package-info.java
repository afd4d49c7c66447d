/**
 * The command that measures Chasqui beside other gateways and writes {@code docs/performance.md},
 * or measures its pool of models and writes {@code docs/pool.md}, or swaps an agent's jar under
 * streams. {@link dev.chasqui.benchmarks.studies.Rows} and {@link
 * dev.chasqui.benchmarks.pool.Trials} list the measurements. Gateways run as separate processes,
 * mock and load in this one.
 */
@NullMarked
package dev.chasqui.benchmarks;

import org.jspecify.annotations.NullMarked;
