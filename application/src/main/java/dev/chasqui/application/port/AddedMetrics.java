package dev.chasqui.application.port;

import java.util.function.DoubleSupplier;

/**
 * Metrics that come and go while the server runs, such as those of plug-ins. Safe for use by
 * several threads.
 *
 * <p>Several holders of one owner may have the same metric: they add to one count, and it goes when
 * the last of them has closed it. Methods throw {@link IllegalArgumentException} if a metric of
 * another kind or owner has the name.
 */
public interface AddedMetrics {

    /** One holder's hold of a metric. */
    interface Held extends AutoCloseable {

        /** Adds to a count, or to a distribution in seconds; has no effect after {@link #close}. */
        void add(double value);

        /** Gives the metric up. Idempotent. */
        @Override
        void close();
    }

    /**
     * Adds a count that only grows.
     *
     * @param name the whole name, without the ending {@code _total}
     */
    Held counter(String owner, String name, String help);

    /**
     * Adds a distribution of durations in seconds.
     *
     * @param name the whole name, with the ending {@code _seconds}
     */
    Held timer(String owner, String name, String help);

    /** Adds a value; that of the last holder is shown. */
    Held gauge(String owner, String name, String help, DoubleSupplier value);
}
