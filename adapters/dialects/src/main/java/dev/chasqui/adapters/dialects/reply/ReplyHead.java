package dev.chasqui.adapters.dialects.reply;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a reply says of itself where the backend's own words do not fit or are missing.
 *
 * @param id the exchange's id; codecs put their dialect's prefix before it
 * @param createdAt when the exchange began
 * @param backend tells by the end of the reply which backend it is by
 */
public record ReplyHead(String id, Instant createdAt, Supplier<Optional<String>> backend) {

    /** The head of a reply that is by no backend. */
    public ReplyHead(String id, Instant createdAt) {
        this(id, createdAt, Optional::empty);
    }
}
