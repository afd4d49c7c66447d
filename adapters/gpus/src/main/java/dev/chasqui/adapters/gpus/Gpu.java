package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * A GPU as {@code nvidia-smi} describes it.
 *
 * @param index the index that {@code nvidia-smi} gives it; other programs may count differently
 * @param uuid the id by which every program means the same GPU
 * @param name the product's name
 * @param memory its memory; empty if it has none of its own (it shares the machine's), does not
 *     report it, or is divided by MIG, for which the figures are meaningless
 */
public record Gpu(int index, String uuid, String name, Optional<Memory> memory) {

    /** The memory of a GPU. A little of it is neither used nor free: the driver reserves it. */
    public record Memory(ByteSize total, ByteSize used, ByteSize free) {}

    /** Returns its free memory, as far as it is known. */
    public ByteSize free() {
        return memory.map(Memory::free).orElse(ByteSize.ZERO);
    }
}
