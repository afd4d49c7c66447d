package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.gateways.Running;
import dev.chasqui.benchmarks.load.Ask;

import java.util.Optional;

/**
 * Who takes part in a study: a gateway, or one path through it.
 *
 * @param name in the tables
 * @param ask what it is asked, and what it must answer
 * @param process whose processor time is counted, if any
 * @param pace how much time it needs to show what it does
 */
public record Contestant(String name, Ask ask, Optional<Running> process, Pace pace) {

    /** How a contestant is given its time. */
    public enum Pace {
        /** A whole window. */
        STEADY,
        /**
         * A whole window, after it has become as fast as it gets: its code is compiled as it runs.
         */
        WARMS_UP,
        /** Half a window: a hundred times slower than the others, each request says as much. */
        SLOW
    }

    /** The same, given its time in another way. */
    Contestant with(Pace other) {
        return new Contestant(name, ask, process, other);
    }
}
