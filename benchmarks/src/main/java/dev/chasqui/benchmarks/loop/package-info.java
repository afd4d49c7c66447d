/** One thread that waits for sockets and for times: what mock and load are built on. */
@NullMarked
package dev.chasqui.benchmarks.loop;

import org.jspecify.annotations.NullMarked;
