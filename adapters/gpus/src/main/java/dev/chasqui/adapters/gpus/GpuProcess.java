package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * A process that computes on a GPU; a process on several GPUs has one of these for each.
 *
 * @param pid its id in the namespace of the driver, which in a container is not ours
 * @param gpuUuid the id of the GPU
 * @param memory the memory that it uses there; empty if the driver does not report it
 */
public record GpuProcess(long pid, String gpuUuid, Optional<ByteSize> memory) {}
