package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.util.Optional;

/** The memory of one model: expected, measured, and counted. Belongs to the model's resident. */
final class MemoryCount {
    /** The amount in the config, which overrides that of the file. */
    private Optional<Footprint> configured;

    /** The amount that follows from the model's file. */
    private Footprint estimate = Footprint.NONE;

    private Footprint counted;
    private Footprint expected;
    private MeasuredMemory actual = MeasuredMemory.NOTHING;
    private MemoryDeviation reported = MemoryDeviation.NONE;

    MemoryCount(Optional<Footprint> configured) {
        this.configured = configured;
        this.expected = configured.orElse(estimate);
        this.counted = expected;
    }

    /** Returns the amount to reserve: the largest that was measured, else the expected one. */
    Footprint counted() {
        return counted;
    }

    Footprint expected() {
        return expected;
    }

    /** Returns the last measurement. */
    MeasuredMemory actual() {
        return actual;
    }

    /** Sets the amount that follows from the model's file. */
    void prepared(Footprint size) {
        estimate = size;
        expected = configured.orElse(size);
        counted = expected;
    }

    /** Changes the amount in the config; amounts that were measured still count. */
    void configure(Optional<Footprint> changed) {
        configured = changed;
        expected = configured.orElse(estimate);
        counted = ifMeasured(counted, expected);
    }

    /** Limits measured amounts to the memory of the pool; the expected amount counts in full. */
    void bound(Footprint most) {
        counted = counted.atMost(most.atLeast(expected));
    }

    /** Notes that a run begins. */
    void start() {
        reported = MemoryDeviation.NONE;
    }

    /**
     * Takes the first measurement of a run.
     *
     * @param most the largest amount that may count
     */
    void loaded(MeasuredMemory seen, Footprint most) {
        counted = seen.toFootprint(counted).atMost(most);
        actual = seen;
    }

    /**
     * Takes a further measurement. The largest one of this run counts: pages that the kernel has
     * dropped meanwhile come back with the next request.
     */
    void observed(MeasuredMemory seen, Footprint most) {
        Footprint before = ifMeasured(counted, Footprint.NONE);
        counted = seen.toFootprint(counted).atMost(most).atLeast(before);
        actual = seen.or(actual);
    }

    /** Notes that a run is over. */
    void end() {
        actual = MeasuredMemory.NOTHING;
    }

    /**
     * Takes for each kind of memory the first amount if it was measured in this run, else the
     * other.
     */
    private Footprint ifMeasured(Footprint one, Footprint other) {
        ByteSize ram = actual.ram().isPresent() ? one.ram() : other.ram();
        return new Footprint(ram, actual.vram().isPresent() ? one.vram() : other.vram());
    }

    /**
     * Returns the report that the memory differs from the expected amount; each kind of report once
     * in a run.
     */
    Optional<String> takeReport() {
        MemoryDeviation surprise =
                actual.isNothing() ? MemoryDeviation.NONE : MemoryDeviation.at(counted, expected);
        if (surprise == reported || surprise == MemoryDeviation.NONE) {
            return Optional.empty();
        }
        reported = surprise;
        return Optional.of("takes " + counted + " (expected: " + expected + ")");
    }
}
