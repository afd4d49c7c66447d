package dev.chasqui.adapters.gpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Properties of placements on random machines; a failure names the seed that reproduces it. */
@Timeout(120)
class PlacementPropertyTest {
    private static final int ROUNDS = 5_000;

    @Test
    void noGpuTakesMoreThanIsFreeMinusTheReserve() {
        forSeeds(
                random -> {
                    GpuDemand need = need(random);
                    ByteSize reserve = new ByteSize(random.nextLong(200));
                    Placement place = Placement.of(need, gpus(random), reserve);

                    for (Placement.Share share : place.shares()) {
                        assertThat(share.layers()).isPositive();
                        assertThat(share.memory().plus(reserve).bytes())
                                .isLessThanOrEqualTo(share.gpu().free().bytes());
                    }
                });
    }

    @Test
    void theSharesAreTheLastLayersInTheirOrder() {
        forSeeds(
                random -> {
                    GpuDemand need = need(random);
                    Placement place = Placement.of(need, gpus(random), ByteSize.ZERO);

                    int next = need.layers().size() - place.layers();
                    assertThat(next).isNotNegative();
                    for (Placement.Share share : place.shares()) {
                        long bytes = need.fixed().bytes();
                        for (int i = 0; i < share.layers(); i++) {
                            bytes += need.layers().get(next++).bytes();
                        }
                        assertThat(share.memory().bytes()).isEqualTo(bytes);
                    }
                    assertThat(place.shares())
                            .extracting(share -> share.gpu().uuid())
                            .doesNotHaveDuplicates();
                });
    }

    @Test
    void theOrderInWhichGpusAreToldDoesNotMatter() {
        forSeeds(
                random -> {
                    GpuDemand need = need(random);
                    List<Gpu> gpus = gpus(random);
                    List<Gpu> shuffled = new ArrayList<>(gpus);
                    Collections.shuffle(shuffled, new Random(random.nextLong()));

                    assertThat(Placement.of(need, shuffled, ByteSize.ZERO))
                            .isEqualTo(Placement.of(need, gpus, ByteSize.ZERO));
                });
    }

    @Test
    void moreFreeMemoryNeverMeansFewerLayers() {
        forSeeds(
                random -> {
                    GpuDemand need = need(random);
                    List<Gpu> gpus = gpus(random);
                    List<Gpu> more = new ArrayList<>();
                    for (Gpu gpu : gpus) {
                        long free = gpu.free().bytes();
                        long added = random.nextBoolean() ? random.nextLong(300) : 0;
                        more.add(gpu(gpu.index(), free + added));
                    }
                    if (random.nextBoolean()) {
                        more.add(gpu(more.size(), random.nextLong(2_000)));
                    }

                    assertThat(Placement.of(need, more, ByteSize.ZERO).layers())
                            .isGreaterThanOrEqualTo(
                                    Placement.of(need, gpus, ByteSize.ZERO).layers());
                });
    }

    @Test
    void oneGpuIsUsedWhereOneIsEnough() {
        forSeeds(
                random -> {
                    GpuDemand need = need(random);
                    long all =
                            need.layers().stream().mapToLong(ByteSize::bytes).sum()
                                    + need.fixed().bytes();
                    List<Gpu> gpus = new ArrayList<>(gpus(random));
                    gpus.add(gpu(gpus.size(), all + random.nextLong(1, 100)));

                    Placement place = Placement.of(need, gpus, ByteSize.ZERO);
                    assertThat(place.layers()).isEqualTo(need.layers().size());
                    assertThat(place.shares()).hasSize(1);
                });
    }

    /**
     * llama.cpp's loader compares {@code float}s; see {@code load_tensors} in src/llama-model.cpp.
     */
    @Test
    void llamaGivesEachGpuJustItsShare() {
        forSeeds(
                random -> {
                    Placement place = Placement.of(need(random), gpus(random), ByteSize.ZERO);
                    int layers = place.layers();
                    int[] given = new int[place.shares().size()];
                    for (int layer = 0; layer < layers; layer++) {
                        int sum = 0;
                        int gpu = 0;
                        for (Placement.Share share : place.shares()) {
                            sum += share.layers();
                            gpu += (float) sum / (float) layers <= (float) layer / layers ? 1 : 0;
                        }
                        given[gpu]++;
                    }

                    assertThat(place.shares())
                            .extracting(Placement.Share::layers)
                            .containsExactly(Arrays.stream(given).boxed().toArray(Integer[]::new));
                });
    }

    private static GpuDemand need(SplittableRandom random) {
        List<ByteSize> layers = new ArrayList<>();
        int count = random.nextInt(1, 40);
        boolean alike = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            layers.add(new ByteSize(alike ? 50 : random.nextLong(120)));
        }
        return new GpuDemand(layers, new ByteSize(random.nextLong(150)));
    }

    private static List<Gpu> gpus(SplittableRandom random) {
        List<Gpu> gpus = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            gpus.add(gpu(i, random.nextLong(random.nextBoolean() ? 200 : 2_000)));
        }
        return gpus;
    }

    private static Gpu gpu(int index, long free) {
        ByteSize size = new ByteSize(free);
        return new Gpu(
                index,
                "GPU-" + index,
                "A100",
                Optional.of(new Gpu.Memory(size, ByteSize.ZERO, size)));
    }

    private static void forSeeds(Consumer<SplittableRandom> property) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
