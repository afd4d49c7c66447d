/**
 * The studies: a {@link dev.chasqui.benchmarks.studies.Study} is one row of the report, its {@link
 * dev.chasqui.benchmarks.studies.StudyLoad} is the load of a window, and {@link
 * dev.chasqui.benchmarks.studies.Interleaved} runs its rounds. Each round measures every contestant
 * once, so that other activity of the machine affects all alike.
 */
@NullMarked
package dev.chasqui.benchmarks.studies;

import org.jspecify.annotations.NullMarked;
