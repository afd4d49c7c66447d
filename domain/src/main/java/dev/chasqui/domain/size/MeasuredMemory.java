package dev.chasqui.domain.size;

import java.util.Optional;

/**
 * The measured memory of a process.
 *
 * @param ram the RAM that it takes; empty if that could not be measured
 * @param vram the memory on GPUs that it takes; empty if that could not be measured
 * @param growth the RAM that it will take besides and does not use yet
 */
public record MeasuredMemory(Optional<ByteSize> ram, Optional<ByteSize> vram, ByteSize growth) {
    /** The result if nothing could be measured. */
    public static final MeasuredMemory NOTHING =
            new MeasuredMemory(Optional.empty(), Optional.empty());

    /** Makes a measurement of a process that will not grow. */
    public MeasuredMemory(Optional<ByteSize> ram, Optional<ByteSize> vram) {
        this(ram, vram, ByteSize.ZERO);
    }

    /** Makes a measurement in which both kinds are known. */
    public static MeasuredMemory of(Footprint whole) {
        return new MeasuredMemory(Optional.of(whole.ram()), Optional.of(whole.vram()));
    }

    /** Returns true if nothing could be measured. */
    public boolean isNothing() {
        return ram.isEmpty() && vram.isEmpty();
    }

    /** Returns the same measurement, with an earlier one in place of missing values. */
    public MeasuredMemory or(MeasuredMemory before) {
        return new MeasuredMemory(ram.or(before::ram), vram.or(before::vram), growth);
    }

    /**
     * Returns the memory to reserve, growth included.
     *
     * @param otherwise the amounts in place of missing values
     */
    public Footprint toFootprint(Footprint otherwise) {
        return new Footprint(
                ram.map(growth::plus).orElse(otherwise.ram()), vram.orElse(otherwise.vram()));
    }
}
