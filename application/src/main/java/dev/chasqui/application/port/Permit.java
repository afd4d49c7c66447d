package dev.chasqui.application.port;

import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.reply.Usage;

import java.util.Optional;

/** The right of one request to go on. */
public interface Permit extends AutoCloseable {

    /** Returns the caller of the request. */
    Caller caller();

    /** Returns the commands that the caller may use. */
    CommandRights rights();

    /**
     * Notes the usage of the request; called before {@link #close}, if at all.
     *
     * @param usage the tokens; empty if they are not known
     */
    void used(Optional<Usage> usage);

    /** Ends the request. Idempotent. */
    @Override
    void close();
}
