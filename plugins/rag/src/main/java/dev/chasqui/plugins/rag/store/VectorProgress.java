package dev.chasqui.plugins.rag.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The progress of a collection's vectors. Safe for use by several threads. */
final class VectorProgress {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    /** The most passages that are skipped before the model counts as failed. */
    private static final int MOST_SKIPPED = 10_000;

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Set<Long> skipped = new HashSet<>();
    private Optional<String> problem = Optional.empty();

    private record Step(long begin, long end, int vectors) {}

    /** Notes that vectors were made between two readings of {@link System#nanoTime}. */
    synchronized void made(long begin, long end, int vectors) {
        steps.addLast(new Step(begin, end, vectors));
        problem = Optional.empty();
        forget(end);
    }

    private void forget(long now) {
        while (!steps.isEmpty() && now - steps.getFirst().end() > WINDOW.toNanos()) {
            steps.removeFirst();
        }
    }

    /** Returns the vectors made in a second, over the last half minute. */
    synchronized double rate(long now) {
        forget(now);
        if (steps.isEmpty()) {
            return 0;
        }
        long made = steps.stream().mapToLong(Step::vectors).sum();
        double seconds = (now - steps.getFirst().begin()) / 1e9;
        return made / Math.max(seconds, 1e-3);
    }

    /** Skips a passage. Returns false if too many are skipped already. */
    synchronized boolean skip(long passage) {
        return skipped.size() < MOST_SKIPPED && skipped.add(passage);
    }

    synchronized boolean isSkipped(long passage) {
        return skipped.contains(passage);
    }

    synchronized int skipped() {
        return skipped.size();
    }

    synchronized void fail(String reason) {
        problem = Optional.of(reason);
    }

    synchronized void succeed() {
        problem = Optional.empty();
    }

    synchronized Optional<String> problem() {
        return problem;
    }
}
