/**
 * Clients that ask without a pause and miss nothing: {@link dev.chasqui.benchmarks.load.WholeLoad
 * whole answers} and {@link dev.chasqui.benchmarks.load.StreamLoad streams}.
 */
@NullMarked
package dev.chasqui.benchmarks.load;

import org.jspecify.annotations.NullMarked;
