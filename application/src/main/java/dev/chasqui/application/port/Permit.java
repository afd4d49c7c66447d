package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.reply.Usage;

import java.util.Optional;

/** The right of one request to go on. */
public interface Permit extends AutoCloseable {

    /** The caller whose request it is. */
    Caller caller();

    /** Whether the caller may use this command. */
    boolean mayUse(String agent);

    /**
     * Notes what the request used; called before {@link #close}, if at all.
     *
     * @param usage the tokens, where they are known
     */
    void used(Optional<Usage> usage);

    /** The request is over. Idempotent. */
    @Override
    void close();
}
