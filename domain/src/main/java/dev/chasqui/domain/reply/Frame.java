package dev.chasqui.domain.reply;

import dev.chasqui.domain.chat.Dialect;

/**
 * The bytes of one piece of a reply as the backend sent them: an SSE event with its blank line, an
 * NDJSON line with its line break, or a whole body.
 *
 * <p>Events remember the frame they came from. If all events of a frame arrive unedited, a client
 * of the same dialect gets the frame's bytes; so nothing that we do not know is lost.
 *
 * <p>Compared by identity. The bytes are not copied and must not be changed.
 */
public final class Frame {

    /** The unit that the bytes are. */
    public enum Kind {
        /** A piece of a stream. */
        CHUNK,
        /** The whole answer of a request that did not stream. */
        WHOLE
    }

    private final Dialect dialect;
    private final Kind kind;
    private final byte[] bytes;
    private final int events;

    /**
     * @param events the number of events that were decoded from it
     * @throws IllegalArgumentException if that number is not at least 1
     */
    public Frame(Dialect dialect, Kind kind, byte[] bytes, int events) {
        if (events < 1) {
            throw new IllegalArgumentException("events: " + events + " (expected: at least 1)");
        }
        this.dialect = dialect;
        this.kind = kind;
        this.bytes = bytes;
        this.events = events;
    }

    public Dialect dialect() {
        return dialect;
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of events that were decoded from it, at least 1. */
    public int events() {
        return events;
    }
}
