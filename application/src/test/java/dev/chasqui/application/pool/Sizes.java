package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** The memory that models count for in a simulation, computed without the scheduler. */
final class Sizes {
    private static final int LARGEST = 10;

    private final Random random;
    private Footprint most;
    private final Map<String, Footprint> expected = new HashMap<>();
    private final Map<String, Footprint> sizes = new HashMap<>();
    private final Map<String, Boolean> ramWasSeen = new HashMap<>();
    private final Map<String, Boolean> vramWasSeen = new HashMap<>();

    /**
     * @param most the memory of the pool
     */
    Sizes(Random random, Footprint most) {
        this.random = random;
        this.most = most;
    }

    /** Notes that a model is prepared, or new. */
    void expect(PooledModel model) {
        expected.put(key(model), model.memory().orElseThrow());
        sizes.put(key(model), model.memory().orElseThrow());
    }

    /** Returns a key that tells recipes apart: several of one name may exist at the same time. */
    private static String key(PooledModel model) {
        return model.name() + " " + model.recipe();
    }

    /** Changes the memory of the pool. */
    void bound(Footprint memory) {
        most = memory;
        sizes.replaceAll(
                (key, size) ->
                        size.atMost(most.atLeast(Objects.requireNonNull(expected.get(key)))));
    }

    void loaded(PooledModel model, MeasuredMemory seen) {
        sizes.put(key(model), seen.toFootprint(of(model)).atMost(most));
        ramWasSeen.put(key(model), seen.ram().isPresent());
        vramWasSeen.put(key(model), seen.vram().isPresent());
    }

    void observed(PooledModel model, MeasuredMemory seen) {
        Footprint now = seen.toFootprint(of(model)).atMost(most);
        Footprint peak = of(model).atLeast(now);
        sizes.put(
                key(model),
                new Footprint(
                        wasSeen(ramWasSeen, model, seen.ram()) ? peak.ram() : now.ram(),
                        wasSeen(vramWasSeen, model, seen.vram()) ? peak.vram() : now.vram()));
    }

    /**
     * Returns true if this kind of memory was measured earlier in the same run, and notes if it is
     * now.
     */
    private static boolean wasSeen(
            Map<String, Boolean> wasSeen, PooledModel model, Optional<ByteSize> seen) {
        boolean before = wasSeen.getOrDefault(key(model), false);
        wasSeen.put(key(model), before || seen.isPresent());
        return before;
    }

    private Footprint of(PooledModel model) {
        return Objects.requireNonNull(sizes.get(key(model)));
    }

    /** Returns true if the models fit together. */
    boolean fit(Stream<PooledModel> models) {
        return models.map(this::of).reduce(Footprint.NONE, Footprint::plus).fitsIn(most);
    }

    /**
     * Returns a random measurement of either kind of memory, or of one or none.
     *
     * @param growth the bound of the memory that it may still grow by
     */
    MeasuredMemory anything(int growth) {
        return new MeasuredMemory(anySize(), anySize(), new ByteSize(random.nextInt(growth + 1)));
    }

    private Optional<ByteSize> anySize() {
        return random.nextInt(5) > 0
                ? Optional.of(new ByteSize(1 + random.nextInt(LARGEST)))
                : Optional.empty();
    }
}
