package dev.chasqui.plugin.service;

/** A count that only grows. Safe for use by several threads; has no effect after the stop. */
public interface Counter {

    /**
     * Adds to the count.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    void add(long more);
}
