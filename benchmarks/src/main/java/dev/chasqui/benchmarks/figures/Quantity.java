package dev.chasqui.benchmarks.figures;

/** A measured quantity with its unit. */
public enum Quantity {
    /** The processor time of the gateway for each request. */
    CPU_PER_REQUEST("CPU per request", "µs"),
    /** The processor time of the gateway for each frame of a stream. */
    CPU_PER_FRAME("CPU per frame", "µs"),
    /** The median time from the first byte sent to the last received. */
    P50("p50", "µs"),
    /** The 99th percentile of that time. */
    P99("p99", "µs"),
    /** The median time from the request to the first frame. */
    FIRST_P50("first token p50", "µs"),
    /** The 99th percentile of that time. */
    FIRST_P99("first token p99", "µs"),
    /** The number of concurrent streams without lost frames and with few late ones. */
    STREAMS("streams held", ""),
    /** The resident memory of the process. */
    RESIDENT("resident memory", "MiB"),
    /** The growth of the resident memory. */
    SLOPE("growth", "MiB/min"),
    /** The time from the start of the program to the first whole answer. */
    START("start to first answer", "s"),
    /** The time of one call of a piece of code. */
    TIME("time", "ns"),
    /** The time from the first byte of an upload to the end of its answer. */
    SENT("time", "s"),
    /** The processor time of the gateway for an upload. */
    CPU_OF_SENT("CPU", "s"),
    /** The bytes that one call allocates on the heap. */
    ALLOCATED("allocated", "B"),
    /** The number of started processes of a model's server. */
    PROCESSES("processes started", ""),
    /** The number of whole and right answers. */
    ANSWERS("answers", ""),
    /** The time until all requests are answered. */
    ALL_ANSWERED("time until all are answered", "s"),
    /** The answers of the model with fewer answers, as a share of the other's. */
    SHARE("smaller share of the larger", ""),
    /** The longest time of one request, its answer included. */
    WAIT("longest wait", "s"),
    /** The number of loads of models. */
    LOADS("loads", ""),
    /** The answers as a multiple of those that a load for each request would allow. */
    TIMES_FIFO("times a naive FIFO", ""),
    /** The number of processes that should have ended but live. */
    ORPHANS("left alive", "");

    private final String label;
    private final String unit;

    Quantity(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns the unit; empty for a count. */
    public String unit() {
        return unit;
    }

    /** Returns the label with the unit, for the head of a column. */
    public String title() {
        return unit.isEmpty() ? label : label + " (" + unit + ")";
    }
}
