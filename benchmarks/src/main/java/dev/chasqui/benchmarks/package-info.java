/**
 * The command that measures Chasqui beside others and writes {@code docs/performance.md}. {@link
 * dev.chasqui.benchmarks.studies.Rows} says what is measured; gateways run as processes of their
 * own, mock and load in this one.
 */
@NullMarked
package dev.chasqui.benchmarks;

import org.jspecify.annotations.NullMarked;
