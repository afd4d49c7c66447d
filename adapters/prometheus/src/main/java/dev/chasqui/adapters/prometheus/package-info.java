/**
 * The metrics of the server for Prometheus, counted when an exchange ends.
 *
 * <p>Each combination of label values is a time series that lives as long as the process. So no
 * label takes a value that a client can choose freely: {@link
 * dev.chasqui.adapters.prometheus.KnownValues} bounds their number.
 */
@NullMarked
package dev.chasqui.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
