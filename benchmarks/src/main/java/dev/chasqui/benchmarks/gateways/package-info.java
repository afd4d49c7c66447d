/**
 * What is measured, as processes: how each is started, asked and stopped, and what the kernel says
 * it used. Chasqui is run from its distribution as anybody runs it; the peers by their scripts in
 * {@code benchmarks/peers}.
 */
@NullMarked
package dev.chasqui.benchmarks.gateways;

import org.jspecify.annotations.NullMarked;
