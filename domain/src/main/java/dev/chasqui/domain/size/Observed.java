package dev.chasqui.domain.size;

import java.util.Optional;

/**
 * What something was seen to take of the memory; empty of what could not be seen.
 *
 * @param growth how much RAM it will take besides, which it has no use for yet
 */
public record Observed(Optional<ByteSize> ram, Optional<ByteSize> vram, ByteSize growth) {
    /** Nothing could be seen. */
    public static final Observed NOTHING = new Observed(Optional.empty(), Optional.empty());

    /** One that takes all that it ever will. */
    public Observed(Optional<ByteSize> ram, Optional<ByteSize> vram) {
        this(ram, vram, ByteSize.ZERO);
    }

    /** Of which all is seen. */
    public static Observed of(Footprint whole) {
        return new Observed(Optional.of(whole.ram()), Optional.of(whole.vram()));
    }

    /** Whether nothing could be seen. */
    public boolean isNothing() {
        return ram.isEmpty() && vram.isEmpty();
    }

    /** The same, and of what it does not see what was seen before. */
    public Observed or(Observed before) {
        return new Observed(ram.or(before::ram), vram.or(before::vram), growth);
    }

    /**
     * What is to be reckoned with.
     *
     * @param otherwise what counts of what could not be seen
     */
    public Footprint reckoned(Footprint otherwise) {
        return new Footprint(
                ram.map(growth::plus).orElse(otherwise.ram()), vram.orElse(otherwise.vram()));
    }
}
