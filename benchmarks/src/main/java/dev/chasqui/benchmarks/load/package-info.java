/**
 * The load: clients that send requests and check every answer, for {@link
 * dev.chasqui.benchmarks.load.WholeLoad whole answers} and {@link
 * dev.chasqui.benchmarks.load.StreamLoad streams}.
 */
@NullMarked
package dev.chasqui.benchmarks.load;

import org.jspecify.annotations.NullMarked;
