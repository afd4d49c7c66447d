/**
 * What the pool of spawned models must be good at: each {@link dev.chasqui.benchmarks.pool.Trial}
 * starts the distribution with models of its own and asks them over sockets, as clients do. The
 * models are stand-ins, so that what is measured is the pool.
 */
@NullMarked
package dev.chasqui.benchmarks.pool;

import org.jspecify.annotations.NullMarked;
