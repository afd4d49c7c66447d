package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The GPUs of this machine, and what the processes that we have started use of them. Safe for use
 * by several threads.
 */
public final class GpuInventory {
    /** What stays free on each GPU: what others there need to go on. */
    private static final ByteSize RESERVE = ByteSize.ofMebibytes(256);

    private static final System.Logger LOG = System.getLogger(GpuInventory.class.getName());

    private final NvidiaSmi smi;

    /** The reason why processes could not be read last; empty if they could. */
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    /**
     * @param smi reads them anew each time
     */
    public GpuInventory(NvidiaSmi smi) {
        this.smi = smi;
    }

    /**
     * Finds GPUs for a model: those that have room now; or, where these are not enough, those that
     * would have it if other models of ours left, for which the pool will make them go.
     */
    public Placement place(Need need) {
        Placement now = Placement.of(need, gpus(), RESERVE);
        return now.layers() == need.layers().size()
                ? now
                : Placement.of(need, gpusWithoutOurs(), RESERVE);
    }

    /** What would be free on all of them together if all models that we have loaded had gone. */
    public ByteSize free() {
        return gpusWithoutOurs().stream().map(Gpu::free).reduce(ByteSize.ZERO, ByteSize::plus);
    }

    /** The GPUs as they are now; none if they cannot be read, which is logged. */
    private List<Gpu> gpus() {
        try {
            return smi.gpus();
        } catch (GpuException e) {
            LOG.log(System.Logger.Level.WARNING, "GPUs are not used: " + e.getMessage());
            return List.of();
        }
    }

    /** The GPUs as they would be if all models that we have loaded had gone. */
    private List<Gpu> gpusWithoutOurs() {
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
    public Optional<ByteSize> vramOf(Set<Long> processes) {
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
