package dev.chasqui.domain.chat;

import dev.chasqui.domain.model.KeepAlive;

/**
 * The bytes that a decoded thing came from, kept so that what nobody edits goes out as it came in.
 *
 * <p>Only the codec that made a source knows how to read it; to everybody else it is opaque.
 */
public interface Source {
    /** The wire format that the bytes are in. */
    Dialect dialect();

    /**
     * How long the model shall stay, as these bytes say; {@link KeepAlive#AS_BEFORE} if they say
     * nothing, or are no whole body.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if what they say is
     *     no duration
     */
    default KeepAlive keepAlive() {
        return KeepAlive.AS_BEFORE;
    }
}
