package dev.chasqui.benchmarks.figures;

/** What is measured of a gateway, and its unit. */
public enum Quantity {
    /** Processor time of the gateway for each request. */
    CPU_PER_REQUEST("CPU per request", "µs"),
    /** Processor time of the gateway for each frame of a stream. */
    CPU_PER_FRAME("CPU per frame", "µs"),
    /** From the first byte sent to the last received, half of the requests. */
    P50("p50", "µs"),
    /** The same, all but one in a hundred. */
    P99("p99", "µs"),
    /** From the request to the first frame, half of the streams. */
    FIRST_P50("first token p50", "µs"),
    /** The same, all but one in a hundred. */
    FIRST_P99("first token p99", "µs"),
    /** Streams held at once, none lost and none late. */
    STREAMS("streams held", ""),
    /** Memory of the process that is resident. */
    RESIDENT("resident memory", "MiB"),
    /** By how much that grows. */
    SLOPE("growth", "MiB/min"),
    /** From the start of the program to the first whole answer. */
    START("start to first answer", "s"),
    /** Of one call of a piece of code. */
    TIME("time", "ns"),
    /** On the heap, by one call. */
    ALLOCATED("allocated", "B"),
    /** Of a model's server, how many were started. */
    PROCESSES("processes started", ""),
    /** Whole and right ones. */
    ANSWERS("answers", ""),
    /** Until everybody has his answer. */
    ALL_ANSWERED("time until all are answered", "s"),
    /** Of the model that had fewer answers, as a part of the other's. */
    SHARE("smaller share of the larger", ""),
    /** Of one request, its answer included. */
    WAIT("longest wait", "s"),
    /** How often a model was loaded. */
    LOADS("loads", ""),
    /** As a multiple of what loading anew for each request could do. */
    TIMES_FIFO("times a naive FIFO", ""),
    /** Processes that should have ended. */
    ORPHANS("left alive", "");

    private final String label;
    private final String unit;

    Quantity(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** Its unit; empty where it is a count. */
    public String unit() {
        return unit;
    }

    /** The label with the unit, for the head of a column. */
    public String title() {
        return unit.isEmpty() ? label : label + " (" + unit + ")";
    }
}
