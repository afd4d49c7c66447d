package dev.chasqui.benchmarks;

/** Why a run cannot go on, in one sentence for whoever started it. */
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String why) {
        super(why);
    }
}
