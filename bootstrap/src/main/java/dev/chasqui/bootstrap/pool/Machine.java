package dev.chasqui.bootstrap.pool;

import com.sun.management.OperatingSystemMXBean;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.gpus.Gpu;
import dev.chasqui.adapters.gpus.GpuException;
import dev.chasqui.adapters.gpus.GpuProcess;
import dev.chasqui.adapters.gpus.NvidiaSmi;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** What models find on this machine. Safe for use by several threads. */
final class Machine {
    private static final System.Logger LOG = System.getLogger(Machine.class.getName());

    private final NvidiaSmi smi;

    /** Why processes could not be read last; empty if they could. */
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    Machine(NvidiaSmi smi) {
        this.smi = smi;
    }

    /** How much of its memory models may use, where the config does not say. */
    Footprint budget(PoolConfig config) {
        return new Footprint(
                config.memory().orElseGet(Machine::threeQuartersOfMemory),
                config.gpuMemory()
                        .orElseGet(
                                () ->
                                        gpusWithoutOurs().stream()
                                                .map(Gpu::free)
                                                .reduce(ByteSize.ZERO, ByteSize::plus)));
    }

    /** Of the container's, where it runs in one. */
    private static ByteSize threeQuartersOfMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? new ByteSize(system.getTotalMemorySize() / 4 * 3)
                : new ByteSize(Long.MAX_VALUE / 4);
    }

    /** The GPUs as they are now; none if they cannot be read, which is logged. */
    List<Gpu> gpus() {
        try {
            return smi.gpus();
        } catch (GpuException e) {
            LOG.log(System.Logger.Level.WARNING, "GPUs are not used: " + e.getMessage());
            return List.of();
        }
    }

    /** The GPUs as they would be if all models that we have loaded had gone. */
    List<Gpu> gpusWithoutOurs() {
        List<Gpu> gpus = gpus();
        if (gpus.isEmpty()) {
            return gpus;
        }
        Set<Long> ours =
                ProcessHandle.current()
                        .descendants()
                        .map(ProcessHandle::pid)
                        .collect(Collectors.toSet());
        List<GpuProcess> processes =
                processes().stream().filter(one -> ours.contains(one.pid())).toList();
        return gpus.stream().map(gpu -> without(gpu, processes)).toList();
    }

    private static Gpu without(Gpu gpu, List<GpuProcess> processes) {
        long theirs =
                processes.stream()
                        .filter(one -> one.gpuUuid().equals(gpu.uuid()))
                        .flatMap(one -> one.memory().stream())
                        .mapToLong(ByteSize::bytes)
                        .sum();
        return new Gpu(
                gpu.index(),
                gpu.uuid(),
                gpu.name(),
                gpu.memory()
                        .map(
                                has ->
                                        new Gpu.Memory(
                                                has.total(),
                                                new ByteSize(
                                                        Math.max(0, has.used().bytes() - theirs)),
                                                new ByteSize(
                                                        Math.min(
                                                                has.total().bytes(),
                                                                has.free().bytes() + theirs)))));
    }

    /**
     * What these processes have on all GPUs together; empty if that is not known. That is so where
     * none of them is seen on any: the driver may count processes otherwise than this container.
     */
    Optional<ByteSize> vramOf(Set<Long> processes) {
        List<Optional<ByteSize>> theirs =
                processes().stream()
                        .filter(one -> processes.contains(one.pid()))
                        .map(GpuProcess::memory)
                        .toList();
        return theirs.isEmpty() || theirs.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(
                        theirs.stream()
                                .flatMap(Optional::stream)
                                .reduce(ByteSize.ZERO, ByteSize::plus));
    }

    /** Why they cannot be read is logged, but not the same again and again. */
    private List<GpuProcess> processes() {
        try {
            List<GpuProcess> processes = smi.processes();
            trouble.set("");
            return processes;
        } catch (GpuException e) {
            String why = String.valueOf(e.getMessage());
            if (!Thread.currentThread().isInterrupted() && !trouble.getAndSet(why).equals(why)) {
                LOG.log(System.Logger.Level.WARNING, "who uses the GPUs is not known: " + why);
            }
            return List.of();
        }
    }
}
