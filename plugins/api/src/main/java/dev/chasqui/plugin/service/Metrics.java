package dev.chasqui.plugin.service;

import java.util.function.DoubleSupplier;

/**
 * Receives the metrics of a plug-in, which the server shows at {@code /metrics} as {@code
 * chasqui_plugin_NAME_…}; NAME is the plug-in's, with {@code _} in place of {@code -}. They have no
 * labels. A metric goes when the last instance of the plug-in that has it has stopped; its count
 * goes on if a newer instance has it, too.
 *
 * <p>The name of a metric is a lower-case letter, then lower-case letters, digits or {@code _}, at
 * most 64, without an ending such as {@code _total} or {@code _count}. A plug-in may have {@link
 * #MOST} of them. Methods throw {@link IllegalArgumentException} if a name is not valid or taken,
 * and {@link IllegalStateException} if there are too many.
 */
public interface Metrics {
    /** The largest number of metrics of a plug-in. */
    int MOST = 64;

    /**
     * Adds a count that only grows; its name gets the ending {@code _total}.
     *
     * @param help one sentence
     */
    default Counter counter(String name, String help) {
        throw new UnsupportedOperationException("this host has no metrics");
    }

    /**
     * Adds a value that is read when the page is asked for. The supplier must return at once. If it
     * throws or takes long, the value is {@code NaN}.
     */
    default void gauge(String name, String help, DoubleSupplier value) {
        throw new UnsupportedOperationException("this host has no metrics");
    }

    /** Adds a distribution of durations; its name gets the ending {@code _seconds}. */
    default TimeMetric timer(String name, String help) {
        throw new UnsupportedOperationException("this host has no metrics");
    }
}
