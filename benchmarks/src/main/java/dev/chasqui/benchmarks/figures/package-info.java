/**
 * What becomes of samples: medians of ratios taken in one and the same round, so that what the
 * machine did besides in that round cancels out. Nothing here measures.
 */
@NullMarked
package dev.chasqui.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
