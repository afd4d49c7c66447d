package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.library.Embedder;
import dev.chasqui.plugins.rag.store.StoredVectors.Pending;
import dev.chasqui.plugins.rag.store.VectorFields.Fingerprint;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes the vectors of passages: several calls of the model at a time, on threads of its own, each
 * for some passages. A model may lie: what it returns is checked.
 *
 * <p>If a call fails though the model answers others, its passages are tried one by one, then their
 * beginnings, and are skipped at last, so that one passage does not hold up the rest. Stateless.
 */
final class VectorMaker {
    private static final int MOST_CALLS = 4;
    private static final int MOST_PASSAGES = 16;
    private static final int MOST_CHARACTERS = 24_000;
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final String PROBE = "passage";
    private static final ThreadFactory THREADS = Thread.ofVirtual().name("rag-embed-", 0).factory();

    private final String model;
    private final Embedder embedder;

    /**
     * @param model the model's name
     * @param embedder asks it
     */
    VectorMaker(String model, Embedder embedder) {
        this.model = model;
        this.embedder = embedder;
    }

    /**
     * The outcome for some passages.
     *
     * @param vectors those that were made
     * @param skipped the passages of which the model makes none
     */
    record Made(List<PassageVector> vectors, List<Pending> skipped) {}

    /**
     * Returns the fingerprint of the model's vectors at present.
     *
     * @throws FailureException if the model does not answer, or not with a vector
     */
    Fingerprint probe(Cancellation cancellation) {
        return new Fingerprint(model, call(List.of(PROBE), cancellation).getFirst().length);
    }

    /**
     * Returns the vectors of passages.
     *
     * @param expected the fingerprint that the vectors must have
     * @throws FailureException if the model does not answer any more, with {@code Cancelled} if
     *     {@code cancellation} fires or the calls take too long
     */
    Made make(List<Pending> passages, Fingerprint expected, Cancellation cancellation) {
        Queue<List<Pending>> batches = new ConcurrentLinkedQueue<>(batches(passages));
        Queue<Made> made = new ConcurrentLinkedQueue<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        int calls =
                Math.min(
                        batches.size(),
                        Math.min(MOST_CALLS, Runtime.getRuntime().availableProcessors()));
        CountDownLatch done = new CountDownLatch(calls);
        for (int i = 0; i < calls; i++) {
            THREADS.newThread(
                            () -> {
                                try {
                                    for (List<Pending> batch = batches.poll();
                                            batch != null && failure.get() == null;
                                            batch = batches.poll()) {
                                        made.add(batch(batch, expected, cancellation));
                                    }
                                } catch (RuntimeException | Error e) {
                                    failure.compareAndSet(null, e);
                                } finally {
                                    done.countDown();
                                }
                            })
                    .start();
        }
        await(done, made, cancellation);
        Throwable cause = failure.get();
        if (cause != null && made.isEmpty()) {
            throw cause instanceof FailureException e ? e : unusable(cause);
        }
        // What was made before a failure is kept; the next round meets the failure at once.
        List<PassageVector> vectors = new ArrayList<>();
        List<Pending> skipped = new ArrayList<>();
        for (Made one : made) {
            vectors.addAll(one.vectors());
            skipped.addAll(one.skipped());
        }
        return new Made(vectors, skipped);
    }

    /**
     * Waits until all calls are done. A slow model may take its time as long as batches get done.
     */
    private static void await(CountDownLatch done, Queue<Made> made, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
            int batches = 0;
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            while (!done.await(100, TimeUnit.MILLISECONDS)) {
                if (made.size() > batches) {
                    batches = made.size();
                    deadline = System.nanoTime() + DEADLINE.toNanos();
                }
                if (cancelled.getCount() == 0 || System.nanoTime() - deadline > 0) {
                    cancellation.cancel();
                    throw new FailureException(new Failure.Cancelled());
                }
            }
        } catch (InterruptedException e) {
            cancellation.cancel();
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private static List<List<Pending>> batches(List<Pending> passages) {
        List<List<Pending>> batches = new ArrayList<>();
        List<Pending> open = new ArrayList<>();
        int characters = 0;
        for (Pending passage : passages) {
            int length = passage.text().length();
            boolean full = characters + length > MOST_CHARACTERS || open.size() == MOST_PASSAGES;
            if (full && !open.isEmpty()) {
                batches.add(open);
                open = new ArrayList<>();
                characters = 0;
            }
            open.add(passage);
            characters += length;
        }
        batches.add(open);
        return batches;
    }

    private Made batch(List<Pending> batch, Fingerprint expected, Cancellation cancellation) {
        try {
            List<String> texts = batch.stream().map(Pending::text).toList();
            return new Made(vectors(batch, texts, expected, cancellation), List.of());
        } catch (FailureException e) {
            checkAnswers(expected, cancellation);
        }
        List<PassageVector> vectors = new ArrayList<>();
        List<Pending> skipped = new ArrayList<>();
        for (Pending passage : batch) {
            if (!addSingle(passage, expected, cancellation, vectors)) {
                skipped.add(passage);
            }
        }
        return new Made(vectors, skipped);
    }

    /** Adds the vector of a passage, or of its beginning; returns false if neither can be made. */
    private boolean addSingle(
            Pending passage,
            Fingerprint expected,
            Cancellation cancellation,
            List<PassageVector> vectors) {
        for (int part : new int[] {1, 2, 8}) {
            String text = passage.text().substring(0, passage.text().length() / part);
            if (!text.isBlank()) {
                try {
                    vectors.addAll(
                            vectors(List.of(passage), List.of(text), expected, cancellation));
                    return true;
                } catch (FailureException e) {
                    checkAnswers(expected, cancellation);
                }
            }
        }
        return false;
    }

    /** Throws if the model as a whole does not answer, so that no passage is blamed for it. */
    private void checkAnswers(Fingerprint expected, Cancellation cancellation) {
        if (!probe(cancellation).equals(expected)) {
            throw unusable(expected.model(), "its vectors have changed their length");
        }
    }

    private List<PassageVector> vectors(
            List<Pending> passages,
            List<String> texts,
            Fingerprint expected,
            Cancellation cancellation) {
        List<float[]> made = call(texts, cancellation);
        List<PassageVector> vectors = new ArrayList<>(made.size());
        for (int i = 0; i < made.size(); i++) {
            if (made.get(i).length != expected.dimensions()) {
                throw unusable(model, "its vectors have different lengths");
            }
            vectors.add(new PassageVector(passages.get(i), expected, made.get(i)));
        }
        return vectors;
    }

    /** Returns the vectors of texts, of length 1. */
    private List<float[]> call(List<String> texts, Cancellation cancellation) {
        List<float[]> made = answer(texts, cancellation);
        if (made.size() != texts.size()) {
            throw unusable(
                    model,
                    "it answered " + texts.size() + " texts with " + made.size() + " vectors");
        }
        List<float[]> units = new ArrayList<>(made.size());
        for (float[] vector : made) {
            float[] unit = vector == null ? null : VectorFields.unit(vector);
            if (unit == null || unit.length > VectorFields.MOST_DIMENSIONS) {
                throw unusable(
                        model,
                        "it returned a vector that is empty, zero, not finite or longer than "
                                + VectorFields.MOST_DIMENSIONS);
            }
            units.add(unit);
        }
        return units;
    }

    private List<float[]> answer(List<String> texts, Cancellation cancellation) {
        try {
            return embedder.embed(model, texts, cancellation);
        } catch (FailureException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unusable(e);
        }
    }

    private static FailureException unusable(Throwable cause) {
        return new FailureException(
                new Failure.AgentFailed("rag", cause.getClass().getSimpleName()), cause);
    }

    private static FailureException unusable(String model, String reason) {
        return new FailureException(
                new Failure.AgentFailed("rag", "model '" + model + "': " + reason));
    }
}
