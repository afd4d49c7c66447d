package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * A GPU as {@code nvidia-smi} describes it.
 *
 * @param index by which {@code nvidia-smi} calls it; other programs may count differently
 * @param uuid by which every program means the same one
 * @param memory empty where it has none of its own (it shares the machine's), does not tell, or is
 *     cut into parts by MIG, of which the figures say nothing
 */
public record Gpu(int index, String uuid, String name, Optional<Memory> memory) {

    /** Its memory. A little is neither used nor free: the driver keeps it. */
    public record Memory(ByteSize total, ByteSize used, ByteSize free) {}

    /** What is free on it, as far as we know. */
    public ByteSize free() {
        return memory.map(Memory::free).orElse(ByteSize.ZERO);
    }
}
