package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

/** The kind of difference between the memory that a model takes and the expected amount. */
enum MemoryDeviation {
    /** There is little difference, or nothing was expected. */
    NONE,
    SMALLER,
    /** At least one kind of memory is larger. */
    LARGER;

    /**
     * The divisor of the expected amount that gives the smallest reported difference: a fifth of
     * it.
     */
    private static final long PARTS = 5;

    static MemoryDeviation at(Footprint memory, Footprint expected) {
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
