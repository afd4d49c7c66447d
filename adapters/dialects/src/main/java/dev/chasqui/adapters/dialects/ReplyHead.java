package dev.chasqui.adapters.dialects;

import java.time.Instant;

/**
 * What a reply says of itself where the backend's own words do not fit or are missing.
 *
 * @param id the exchange's id; codecs put their dialect's prefix before it
 * @param createdAt when the exchange began
 */
public record ReplyHead(String id, Instant createdAt) {}
