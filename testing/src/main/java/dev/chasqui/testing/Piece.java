package dev.chasqui.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Bytes of a body that came together: one HTTP chunk, or the bytes of one read.
 *
 * <p>Two pieces are equal only if they hold the same array.
 *
 * @param at the time since the request was sent
 * @param bytes the bytes, without chunk framing
 */
public record Piece(Duration at, byte[] bytes) {

    /** Returns the bytes as a text in UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
