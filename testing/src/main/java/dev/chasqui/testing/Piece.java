package dev.chasqui.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Bytes of a body that came together: one HTTP chunk of a streamed body, or the whole of another.
 *
 * <p>Two pieces are equal only when they hold the same array.
 *
 * @param at when they came, since the request was sent
 * @param bytes the bytes, without chunk framing
 */
public record Piece(Duration at, byte[] bytes) {

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
