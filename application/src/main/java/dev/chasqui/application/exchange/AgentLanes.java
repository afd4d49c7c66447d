package dev.chasqui.application.exchange;

/**
 * The threads of one exchange with agents that are not trusted. While one of them runs, the
 * generation of the exchange's agents is not left.
 */
interface AgentLanes {

    /**
     * Runs code of an agent on a thread of its own, which may be left behind. Never waits.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Cancelled} if the exchange is
     *     over, and no thread of it is left; with {@code Overloaded} if the server ends
     */
    void start(Runnable work);

    /** Notes that one of the threads was left behind: the exchange gives its place to others. */
    void leftBehind();
}
