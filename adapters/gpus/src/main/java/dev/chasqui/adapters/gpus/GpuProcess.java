package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * A process that computes on a GPU; there is one of these for each GPU that it uses.
 *
 * @param pid in the namespace of the driver, which in a container is not ours
 * @param memory what it has there; empty where the driver does not tell
 */
public record GpuProcess(long pid, String gpuUuid, Optional<ByteSize> memory) {}
