package dev.chasqui.domain.reply;

import dev.chasqui.domain.chat.Dialect;

/**
 * The bytes of one piece of a reply as the backend sent them: an SSE event with its blank line, an
 * NDJSON line with its line break, or a whole body.
 *
 * <p>Events remember the frame they came from. A client of the same dialect gets the frame's bytes
 * again if all its events arrive unedited; so nothing that we do not know is lost.
 *
 * <p>Compared by identity. The bytes are not copied and must not be changed.
 */
public final class Frame {

    /** What the bytes are a piece of. */
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
     * @param events how many events were decoded from it, at least 1
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

    /** The bytes themselves; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many events were decoded from it. */
    public int events() {
        return events;
    }
}
