package dev.chasqui.adapters.gpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class PlacementTest {
    private static final ByteSize RESERVE = mebibytes(100);

    /** Ten layers of 1,000 MiB and an output of 500, with an overhead of 300 for each GPU. */
    private static final GpuDemand NEED = need(10, 1_000, 500, 300);

    @Test
    void whatFitsOnOneGpuGoesToTheOneWithMostRoom() {
        Placement place = Placement.of(NEED, List.of(gpu(0, 12_000), gpu(1, 20_000)), RESERVE);

        assertThat(place.layers()).isEqualTo(11);
        assertThat(place.visibleDevices()).isEqualTo("GPU-1");
        assertThat(place.tensorSplit()).isEqualTo("11");
        assertThat(place.shares().getFirst().memory()).isEqualTo(mebibytes(10_800));
    }

    @Test
    void ofGpusThatAreAlikeTheFirstIsTaken() {
        Placement place = Placement.of(NEED, List.of(gpu(1, 12_000), gpu(0, 12_000)), RESERVE);

        assertThat(place.visibleDevices()).isEqualTo("GPU-0");
    }

    @Test
    void whatIsTooLargeForOneIsPartedByWhatIsFree() {
        Placement place =
                Placement.of(NEED, List.of(gpu(0, 6_000), gpu(1, 500), gpu(2, 10_000)), RESERVE);

        assertThat(place.layers()).isEqualTo(11);
        assertThat(place.visibleDevices()).isEqualTo("GPU-0,GPU-2");
        assertThat(place.tensorSplit()).isEqualTo("4,7");
    }

    @Test
    void asFewGpusAsCanTakeItAreUsed() {
        Placement place =
                Placement.of(NEED, List.of(gpu(0, 7_000), gpu(1, 7_000), gpu(2, 7_000)), RESERVE);

        assertThat(place.visibleDevices()).isEqualTo("GPU-0,GPU-1");
        assertThat(place.layers()).isEqualTo(11);
    }

    @Test
    void whatIsTooLargeForAllLeavesItsFirstLayersInRam() {
        Placement place = Placement.of(NEED, List.of(gpu(0, 4_000)), RESERVE);

        assertThat(place.layers()).isEqualTo(4);
        assertThat(place.shares().getFirst().memory()).isEqualTo(mebibytes(300 + 500 + 3_000));
    }

    @Test
    void withoutRoomNoneIsUsed() {
        Placement place =
                Placement.of(
                        NEED,
                        List.of(gpu(0, 800), new Gpu(1, "GPU-1", "GB10", Optional.empty())),
                        RESERVE);

        assertThat(place.layers()).isZero();
        assertThat(place.visibleDevices()).isEmpty();
        assertThat(place.tensorSplit()).isEmpty();
        assertThat(Placement.of(NEED, List.of(), RESERVE).shares()).isEmpty();
    }

    @Test
    void theFreeMemoryMayBeUsedToTheLastByte() {
        assertThat(Placement.of(NEED, List.of(gpu(0, 10_900)), RESERVE).layers()).isEqualTo(11);
        assertThat(Placement.of(NEED, List.of(gpu(0, 10_899)), RESERVE).layers()).isEqualTo(10);
    }

    private static GpuDemand need(int layers, long each, long output, long fixed) {
        List<ByteSize> sizes = new ArrayList<>(Collections.nCopies(layers, mebibytes(each)));
        sizes.add(mebibytes(output));
        return new GpuDemand(sizes, mebibytes(fixed));
    }

    private static Gpu gpu(int index, long free) {
        return new Gpu(
                index,
                "GPU-" + index,
                "A100",
                Optional.of(new Gpu.Memory(mebibytes(81_920), mebibytes(0), mebibytes(free))));
    }

    private static ByteSize mebibytes(long count) {
        return ByteSize.ofMebibytes(count);
    }
}
