package dev.chasqui.domain.chat;

import dev.chasqui.domain.model.KeepAlive;

import java.util.Optional;

/**
 * The bytes that a decoded object came from, kept so that unedited parts go out as they came in.
 *
 * <p>Only the codec that made a source can read it; to all other code it is opaque.
 */
public interface Source {
    /** Returns the wire format of the bytes. */
    Dialect dialect();

    /** Returns the number of bytes; 0 if it is not known. */
    default int length() {
        return 0;
    }

    /**
     * Returns the parts that go to a server of the same format and that the decoded request does
     * not have, such as headers, as a text that is equal for equal parts; empty if there are none.
     */
    default String hidden() {
        return "";
    }

    /**
     * Returns how long the model shall stay according to these bytes; {@link KeepAlive#AS_BEFORE}
     * if they say nothing, or are not a whole body.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if their value is no
     *     duration
     */
    default KeepAlive keepAlive() {
        return KeepAlive.AS_BEFORE;
    }

    /** Returns a text that is equal for equal bytes alone; empty if they are no whole body. */
    default Optional<String> fingerprint() {
        return Optional.empty();
    }

    /** Returns the beginning of the conversation; empty if these bytes do not tell it simply. */
    default Optional<ChatBeginning> beginning() {
        return Optional.empty();
    }

    /** Returns the size of the request; empty if these bytes do not tell it without decoding. */
    default Optional<RequestOutline> outline() {
        return Optional.empty();
    }
}
