package dev.chasqui.application.port;

/**
 * The state of the bulkhead of one agent.
 *
 * @param agent the command of the agent
 * @param running the exchanges in which it runs now
 * @param waiting the exchanges that wait for a place
 * @param breaker the state of its circuit breaker
 * @param leftBehind the threads that were left behind in its code and still run
 */
public record BulkheadState(
        String agent, int running, int waiting, Breaker breaker, int leftBehind) {
    /** The state of a circuit breaker. */
    public enum Breaker {
        /** The agent runs. */
        CLOSED,
        /** One exchange tries whether the agent works again. */
        TRIAL,
        /** The agent does not run, since it failed several times in a row. */
        OPEN,
        /**
         * The agent does not run until it or the config is reloaded: too many threads hang in it.
         */
        SWITCHED_OFF
    }
}
