package dev.chasqui.domain.size;

/**
 * An amount of the two kinds of memory that a machine has.
 *
 * @param ram the memory of the machine itself
 * @param vram the memory of its GPUs, all together
 */
public record Footprint(ByteSize ram, ByteSize vram) {
    public static final Footprint NONE = new Footprint(ByteSize.ZERO, ByteSize.ZERO);

    /** Makes a footprint in the machine's own memory alone. */
    public static Footprint ofRam(ByteSize ram) {
        return new Footprint(ram, ByteSize.ZERO);
    }

    /** Returns the sum of both. */
    public Footprint plus(Footprint other) {
        return new Footprint(ram.plus(other.ram), vram.plus(other.vram));
    }

    /** Returns true if this is at most the other one, in both kinds of memory. */
    public boolean fitsIn(Footprint other) {
        return ram.compareTo(other.ram) <= 0 && vram.compareTo(other.vram) <= 0;
    }

    /** Returns the smaller amount of each kind. */
    public Footprint atMost(Footprint other) {
        return new Footprint(least(ram, other.ram), least(vram, other.vram));
    }

    /** Returns the larger amount of each kind. */
    public Footprint atLeast(Footprint other) {
        return new Footprint(most(ram, other.ram), most(vram, other.vram));
    }

    private static ByteSize most(ByteSize one, ByteSize other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static ByteSize least(ByteSize one, ByteSize other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Returns the amounts, such as {@code 2.0 GiB}, or {@code 1.3 GiB and 6.0 GiB of VRAM}. */
    @Override
    public String toString() {
        return vram.bytes() == 0
                ? ram.rounded()
                : ram.rounded() + " and " + vram.rounded() + " of VRAM";
    }
}
