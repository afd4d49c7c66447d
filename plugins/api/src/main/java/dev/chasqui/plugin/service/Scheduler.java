package dev.chasqui.plugin.service;

import java.time.Duration;

/**
 * A scheduler of background work. Each job has a virtual thread {@code plugin-NAME-JOB} with the
 * plug-in's class loader as context class loader, and runs never twice at a time. An exception ends
 * one run, not the job; the log names its type once per job.
 *
 * <p>No run begins while the plug-in is {@linkplain dev.chasqui.plugin.Plugin#release released}.
 * When it has stopped, its jobs end: a thread that waits or runs is interrupted.
 */
public interface Scheduler {
    /** The largest number of jobs of a plug-in that have not ended. */
    int MOST_JOBS = 32;

    /** A scheduled work. */
    interface Job {
        /**
         * Ends the job: no further run begins, and one that is under way is interrupted.
         * Idempotent.
         */
        void cancel();
    }

    /**
     * Runs work again and again; the first time after one pause.
     *
     * @param pause the time between the end of a run and the next one; at least 1 ms, at most 365
     *     days
     * @param name the name of the job, for its thread and the log: letters, digits, {@code -} or
     *     {@code _}, at most 64
     * @throws IllegalArgumentException if the pause or the name is not valid
     * @throws IllegalStateException if there are {@link #MOST_JOBS} already
     */
    Job every(Duration pause, String name, Runnable work);

    /**
     * Runs work once.
     *
     * @param pause the time until then; 0 to 365 days
     * @throws IllegalArgumentException as {@link #every}
     * @throws IllegalStateException as {@link #every}
     */
    Job after(Duration pause, String name, Runnable work);
}
