/**
 * Computes figures from samples: medians of ratios within the same round, so that other activity of
 * the machine in that round cancels out. Nothing in this package measures.
 */
@NullMarked
package dev.chasqui.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
