/**
 * The command that measures Chasqui beside others and writes {@code docs/performance.md}, and its
 * pool of models and writes {@code docs/pool.md}. {@link dev.chasqui.benchmarks.studies.Rows} and
 * {@link dev.chasqui.benchmarks.pool.Trials} say what is measured; gateways run as processes of
 * their own, mock and load in this one.
 */
@NullMarked
package dev.chasqui.benchmarks;

import org.jspecify.annotations.NullMarked;
