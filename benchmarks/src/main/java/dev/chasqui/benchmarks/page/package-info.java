/**
 * The report: {@code docs/performance.md} with its plots, and {@code results.json}, in which a
 * regression shows as a line of the diff. What people wrote into the page stays.
 */
@NullMarked
package dev.chasqui.benchmarks.page;

import org.jspecify.annotations.NullMarked;
