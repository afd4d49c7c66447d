package dev.chasqui.domain.agent;

/** The server's answer to an agent that throws, takes too long or is switched off by failures. */
public enum OnFailure {
    /**
     * The exchange goes on without the agent where that is possible: an agent that failed before
     * {@link Chain#proceed} is skipped, and one that failed later loses its changes to the rest of
     * the reply, unless it has changed a part of it already. A header names it.
     */
    OPEN,
    /** The exchange ends with an error that names the agent. */
    CLOSED
}
