/** A backend that answers faster than any gateway asks, on both dialects. */
@NullMarked
package dev.chasqui.benchmarks.mock;

import org.jspecify.annotations.NullMarked;
