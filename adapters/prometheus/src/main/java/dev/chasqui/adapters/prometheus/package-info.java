/**
 * The figures of the server for Prometheus, counted as exchanges end.
 *
 * <p>Every combination of label values is a time series that lives as long as the process, so no
 * label takes a value that a client can choose freely: {@link
 * dev.chasqui.adapters.prometheus.KnownValues} bounds them.
 */
@NullMarked
package dev.chasqui.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
