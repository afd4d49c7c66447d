/**
 * Trials of the pool of spawned models. Each {@link dev.chasqui.benchmarks.pool.Trial} starts the
 * distribution with models of its own and sends requests over sockets, as clients do. The models
 * are stand-ins, so that only the pool is measured.
 */
@NullMarked
package dev.chasqui.benchmarks.pool;

import org.jspecify.annotations.NullMarked;
