package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.load.RawRequest;

import java.util.Optional;

/**
 * A contestant of a study: a gateway, or one path through it.
 *
 * @param name the name in tables
 * @param ask the request and the condition on its answer
 * @param process the process whose processor time is counted, if any
 * @param pace the time that it is given
 */
public record Contestant(String name, RawRequest ask, Optional<RunningProcess> process, Pace pace) {

    /** The time that a contestant is given in each round. */
    public enum Pace {
        /** A whole window. */
        STEADY,
        /**
         * A whole window, after a warm-up until it gets no faster, since its code is compiled while
         * it runs.
         */
        WARMS_UP,
        /**
         * A whole window, after a warm-up until the compilers rest: of a path with much code the
         * parts become fast one after the other, with long times between in which nothing improves.
         */
        WARMS_UP_LONG,
        /** Half a window, for a gateway that is a hundred times slower than the others. */
        SLOW
    }

    /** Returns the same contestant with another pace. */
    Contestant with(Pace other) {
        return new Contestant(name, ask, process, other);
    }
}
