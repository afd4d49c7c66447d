package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

/** The kind of difference between what a model takes and what was expected. */
enum Surprise {
    /** Not by much, or nothing was expected. */
    NONE,
    SMALLER,
    /** Of one kind of memory at least. */
    LARGER;

    /** The part of what was expected beyond which a difference is told: a fifth. */
    private static final long PARTS = 5;

    static Surprise at(Footprint memory, Footprint expected) {
        if (expected.equals(Footprint.NONE)) {
            return NONE;
        }
        if (isLarger(memory.ram(), expected.ram()) || isLarger(memory.vram(), expected.vram())) {
            return LARGER;
        }
        return isSmaller(memory.ram(), expected.ram()) || isSmaller(memory.vram(), expected.vram())
                ? SMALLER
                : NONE;
    }

    private static boolean isLarger(ByteSize size, ByteSize expected) {
        return size.bytes() - expected.bytes() > expected.bytes() / PARTS;
    }

    private static boolean isSmaller(ByteSize size, ByteSize expected) {
        return expected.bytes() - size.bytes() > expected.bytes() / PARTS;
    }
}
