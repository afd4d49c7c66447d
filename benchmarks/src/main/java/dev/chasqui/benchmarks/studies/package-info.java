/**
 * What is measured, and how: a {@link dev.chasqui.benchmarks.studies.Study} is one row of the
 * report, its {@link dev.chasqui.benchmarks.studies.Load} what a window of it does, and {@link
 * dev.chasqui.benchmarks.studies.Interleaved} the rounds in which everybody who takes part is
 * measured once, so that what else the machine does meets all alike.
 */
@NullMarked
package dev.chasqui.benchmarks.studies;

import org.jspecify.annotations.NullMarked;
