/** A mock backend in both dialects that is faster than any gateway. */
@NullMarked
package dev.chasqui.benchmarks.mock;

import org.jspecify.annotations.NullMarked;
