/** An event loop for sockets and timers, on which mock and load are built. */
@NullMarked
package dev.chasqui.benchmarks.loop;

import org.jspecify.annotations.NullMarked;
