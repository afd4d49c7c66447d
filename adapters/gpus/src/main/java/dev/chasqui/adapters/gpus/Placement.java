package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The GPUs that a model uses, with the number of its layers on each.
 *
 * <p>The rule: as many layers as fit on all GPUs together; these on the smallest number of GPUs
 * that can hold them, those with the most free memory first; on several GPUs each gets a part in
 * proportion to its free memory. Layers stay in their order, as llama.cpp has them, and no GPU
 * takes more than its free memory minus the reserve. More free memory never means fewer layers.
 *
 * @param shares one for each GPU that is used, by the GPUs' indexes; empty if the model stays in
 *     RAM
 */
public record Placement(List<Share> shares) {
    /** The number of steps in which the part of each GPU's memory is searched. */
    private static final int STEPS = 64;

    public Placement {
        shares = List.copyOf(shares);
    }

    /**
     * The part of a model on one GPU.
     *
     * @param gpu the GPU
     * @param layers the number of layers, at least one
     * @param memory the memory that they take there, with the GPU's overhead
     */
    public record Share(Gpu gpu, int layers, ByteSize memory) {}

    /**
     * Places a model.
     *
     * @param reserve the memory that stays free on each GPU
     */
    public static Placement of(GpuDemand need, List<Gpu> gpus, ByteSize reserve) {
        List<Gpu> roomy =
                gpus.stream()
                        .filter(gpu -> usable(gpu, reserve) > need.fixed().bytes())
                        .sorted(
                                Comparator.comparingLong((Gpu gpu) -> -gpu.free().bytes())
                                        .thenComparingInt(Gpu::index)
                                        .thenComparing(Gpu::uuid))
                        .toList();
        int most = need.layers().size();
        while (most > 0 && !fits(need, most, roomy, reserve)) {
            most--;
        }
        if (most == 0) {
            return new Placement(List.of());
        }
        int count = 1;
        while (!fits(need, most, roomy.subList(0, count), reserve)) {
            count++;
        }
        return parted(need, most, roomy.subList(0, count), reserve);
    }

    private static boolean fits(GpuDemand need, int layers, List<Gpu> gpus, ByteSize reserve) {
        return taken(filled(need, layers, gpus, reserve, STEPS)) == layers;
    }

    /**
     * Finds the smallest part of each GPU's free memory with which the layers fit, so that all GPUs
     * get some.
     */
    private static Placement parted(GpuDemand need, int layers, List<Gpu> gpus, ByteSize reserve) {
        for (int step = 1; step < STEPS; step++) {
            List<Share> shares = filled(need, layers, gpus, reserve, step);
            if (taken(shares) == layers) {
                return new Placement(shares);
            }
        }
        return new Placement(filled(need, layers, gpus, reserve, STEPS));
    }

    private static int taken(List<Share> shares) {
        return shares.stream().mapToInt(Share::layers).sum();
    }

    /**
     * Fills one GPU after the other with the last {@code layers} layers, up to a part of its free
     * memory.
     */
    private static List<Share> filled(
            GpuDemand need, int layers, List<Gpu> gpus, ByteSize reserve, int step) {
        List<Gpu> ordered =
                gpus.stream()
                        .sorted(Comparator.comparingInt(Gpu::index).thenComparing(Gpu::uuid))
                        .toList();
        List<Share> shares = new ArrayList<>();
        int next = need.layers().size() - layers;
        for (Gpu gpu : ordered) {
            long room = usable(gpu, reserve) / STEPS * step;
            room = step == STEPS ? usable(gpu, reserve) : room;
            long left = room - need.fixed().bytes();
            int first = next;
            while (next < need.layers().size() && need.layers().get(next).bytes() <= left) {
                left -= need.layers().get(next).bytes();
                next++;
            }
            if (next > first) {
                shares.add(new Share(gpu, next - first, new ByteSize(room - left)));
            }
        }
        return shares;
    }

    private static long usable(Gpu gpu, ByteSize reserve) {
        return Math.max(0, gpu.free().bytes() - reserve.bytes());
    }

    /** Returns the number of layers on GPUs, the output included: {@code -ngl}. */
    public int layers() {
        return taken(shares);
    }

    /**
     * Returns the value of {@code CUDA_VISIBLE_DEVICES}; empty, which hides all GPUs, if none is
     * used.
     */
    public String visibleDevices() {
        return shares.stream().map(share -> share.gpu().uuid()).collect(Collectors.joining(","));
    }

    /**
     * Returns the value of {@code --tensor-split}, which gives each visible GPU exactly its layers;
     * empty if none is used.
     */
    public String tensorSplit() {
        return shares.stream()
                .map(share -> Integer.toString(share.layers()))
                .collect(Collectors.joining(","));
    }
}
