package dev.chasqui.plugin.service;

import java.time.Duration;

/** A distribution of durations. Safe for use by several threads; has no effect after the stop. */
public interface TimeMetric {

    /** Adds a duration; a negative one counts as 0. */
    void record(Duration taken);
}
