package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

/** How far a model is off what was expected of it. */
enum Surprise {
    /** Not by much, or nothing was expected. */
    NONE,
    SMALLER,
    /** Of one kind of memory at least. */
    LARGER;

    /** What is worth telling: more than a fifth. */
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
