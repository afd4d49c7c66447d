/**
 * The measured gateways as processes: their start and stop, the requests they need, and their use
 * of processor time and memory by the kernel's account. Chasqui runs from its distribution, as for
 * users; the peers run by their scripts in {@code benchmarks/peers}.
 */
@NullMarked
package dev.chasqui.benchmarks.gateways;

import org.jspecify.annotations.NullMarked;
