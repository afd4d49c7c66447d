package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The GPUs of this machine, and the memory that our own processes use of them. Thread-safe. */
public final class GpuInventory {
    /** The memory that stays free on each GPU, since processes there need some to continue. */
    private static final ByteSize RESERVE = ByteSize.ofMebibytes(256);

    private static final System.Logger LOG = System.getLogger(GpuInventory.class.getName());

    private final NvidiaSmi smi;

    /** The reason why the last query of processes failed; empty if it did not. */
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    /**
     * @param smi the program that is queried each time
     */
    public GpuInventory(NvidiaSmi smi) {
        this.smi = smi;
    }

    /**
     * Finds GPUs for a model: those that have enough free memory now; or, if these are not enough,
     * those that would have it without our other models, which the pool will then unload.
     */
    public Placement place(GpuDemand need) {
        Placement now = Placement.of(need, gpus(), RESERVE);
        return now.layers() == need.layers().size()
                ? now
                : Placement.of(need, gpusWithoutOurs(), RESERVE);
    }

    /**
     * Returns the memory that would be free on all GPUs together if none of our models were loaded.
     */
    public ByteSize free() {
        return gpusWithoutOurs().stream().map(Gpu::free).reduce(ByteSize.ZERO, ByteSize::plus);
    }

    /** Returns the GPUs in their current state; none if they cannot be read, which is logged. */
    private List<Gpu> gpus() {
        try {
            return smi.gpus();
        } catch (GpuException e) {
            LOG.log(System.Logger.Level.WARNING, "GPUs are not used: " + e.getMessage());
            return List.of();
        }
    }

    /** Returns the GPUs as they would be if none of our models were loaded. */
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
     * Returns the memory that processes use on all GPUs together; empty if it is not known. That is
     * the case if none of them is found on any GPU: the driver may use other process ids than this
     * container.
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

    /**
     * Returns the processes on all GPUs. A failure is logged, but not repeatedly for the same
     * reason.
     */
    private List<GpuProcess> processes() {
        try {
            List<GpuProcess> processes = smi.processes();
            trouble.set("");
            return processes;
        } catch (GpuException e) {
            String why = String.valueOf(e.getMessage());
            if (!Thread.currentThread().isInterrupted() && !trouble.getAndSet(why).equals(why)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the processes on the GPUs are not known: " + why);
            }
            return List.of();
        }
    }
}
