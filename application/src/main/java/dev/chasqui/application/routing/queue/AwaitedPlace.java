package dev.chasqui.application.routing.queue;

/**
 * A thing of which a call takes a place, such as a bound of open calls, in the eyes of one request.
 * Safe for use by several threads; its methods wait for nothing.
 */
public interface AwaitedPlace {

    /** Returns what all that wait for the same thing share. */
    Object key();

    /** Returns the number of places that are free now. */
    int free(long now);

    /** Returns the time until a place is free by itself; 0 if it is now, or if nobody knows. */
    default long freesInNanos(long now) {
        return 0;
    }
}
