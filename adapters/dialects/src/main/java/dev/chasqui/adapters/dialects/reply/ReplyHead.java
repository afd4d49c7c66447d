package dev.chasqui.adapters.dialects.reply;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The properties of a reply that we supply if the backend's do not fit or are missing.
 *
 * @param id the exchange's id; codecs put their dialect's prefix in front of it
 * @param createdAt the time at which the exchange began
 * @param backend returns the name of the backend that replied; known by the end of the reply
 */
public record ReplyHead(String id, Instant createdAt, Supplier<Optional<String>> backend) {

    /** Returns the head of a reply that comes from no backend. */
    public ReplyHead(String id, Instant createdAt) {
        this(id, createdAt, Optional::empty);
    }
}
