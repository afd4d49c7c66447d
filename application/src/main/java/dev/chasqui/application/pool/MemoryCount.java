package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

import java.util.Optional;

/** The memory that one model counts for: as expected, and as seen. Belongs to its resident. */
final class MemoryCount {
    /** What config says, whatever its file does. */
    private Optional<Footprint> said;

    /** What its file lets expect. */
    private Footprint estimate = Footprint.NONE;

    private Footprint counted;
    private Footprint expected;
    private Observed actual = Observed.NOTHING;
    private Surprise told = Surprise.NONE;

    MemoryCount(Optional<Footprint> said) {
        this.said = said;
        this.expected = said.orElse(estimate);
        this.counted = expected;
    }

    /** The most that was seen, else what is expected. */
    Footprint counted() {
        return counted;
    }

    Footprint expected() {
        return expected;
    }

    /** What was seen last. */
    Observed actual() {
        return actual;
    }

    /** What its file lets expect is known. */
    void prepared(Footprint size) {
        estimate = size;
        expected = said.orElse(size);
        counted = expected;
    }

    /** Config says something else; what was seen counts all the same. */
    void configure(Optional<Footprint> changed) {
        said = changed;
        expected = said.orElse(estimate);
        counted = whereSeen(counted, expected);
    }

    /** What was seen counts for no more than there is; what is expected counts in full. */
    void bound(Footprint most) {
        counted = counted.atMost(most.atLeast(expected));
    }

    /** A run begins. */
    void start() {
        told = Surprise.NONE;
    }

    /**
     * It was seen for the first time in a run.
     *
     * @param most what it counts for at most
     */
    void loaded(Observed seen, Footprint most) {
        counted = seen.reckoned(counted).atMost(most);
        actual = seen;
    }

    /**
     * It was looked again. It counts for the most that was seen in this run: pages that the kernel
     * has dropped meanwhile come back with the next request.
     */
    void observed(Observed seen, Footprint most) {
        Footprint before = whereSeen(counted, Footprint.NONE);
        counted = seen.reckoned(counted).atMost(most).atLeast(before);
        actual = seen.or(actual);
    }

    /** A run is over. */
    void end() {
        actual = Observed.NOTHING;
    }

    /** Of each kind the one if that kind was seen in this run, else the other. */
    private Footprint whereSeen(Footprint one, Footprint other) {
        ByteSize ram = actual.ram().isPresent() ? one.ram() : other.ram();
        return new Footprint(ram, actual.vram().isPresent() ? one.vram() : other.vram());
    }

    /** What is to be told of how far it is off what was expected; the same once in a run. */
    Optional<String> news() {
        Surprise surprise = actual.isNothing() ? Surprise.NONE : Surprise.at(counted, expected);
        if (surprise == told || surprise == Surprise.NONE) {
            return Optional.empty();
        }
        told = surprise;
        return Optional.of("takes " + counted + " (expected: " + expected + ")");
    }
}
