/**
 * Writes the report: {@code docs/performance.md} or {@code docs/pool.md} with its plots, and {@code
 * results.json}, in which a regression shows as a line of the diff. The parts of a page that are
 * written by hand stay unchanged.
 */
@NullMarked
package dev.chasqui.benchmarks.page;

import org.jspecify.annotations.NullMarked;
