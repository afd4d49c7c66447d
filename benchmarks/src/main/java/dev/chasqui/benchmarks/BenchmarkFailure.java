package dev.chasqui.benchmarks;

/** Thrown if a run cannot go on. Its message is one sentence for the user. */
final class BenchmarkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkFailure(String why) {
        super(why);
    }
}
