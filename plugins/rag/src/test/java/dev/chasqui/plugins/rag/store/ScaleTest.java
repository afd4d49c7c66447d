package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Passage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures an index of many passages with synthetic vectors; {@code -Drag.scale=100000} sets their
 * number. Run it with {@code -Xmx250m}. It prints what it measured, and is no part of the suite.
 */
@EnabledIfSystemProperty(named = "rag.scale", matches = "[0-9]+")
class ScaleTest {
    private static final CollectionName NAME = new CollectionName("large");
    private static final int PASSAGES = Integer.getInteger("rag.scale", 0);
    private static final int PER_DOCUMENT = 50;
    private static final int DIMENSIONS = 384;
    private static final int QUERIES = 200;
    private static final int CENTRES = 500;

    @TempDir private Path data;

    @Test
    void measure() throws IOException {
        VectorModel model =
                new VectorModel(
                        "synthetic",
                        (_, texts, _) -> texts.stream().map(ScaleTest::vector).toList());
        long begin = System.nanoTime();
        try (Collections store = Collections.open(data, Optional.of(model), List.of("en"))) {
            for (int i = 0; i < PASSAGES / PER_DOCUMENT; i++) {
                Submission submission =
                        Submission.ofText("document " + i + ".md", text(i))
                                .withMetadata(Map.of("tenth", Integer.toString(i % 10)));
                store.add(NAME, submission, new Cancellation());
            }
            double added = seconds(begin);
            long passages = store.info(NAME).passages();
            long deadline = System.nanoTime() + Duration.ofMinutes(20).toNanos();
            Object wait = new Object();
            while (store.vectors(NAME.value()).pending() > 0) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
                synchronized (wait) {
                    wait.wait(200);
                }
            }
            System.out.printf(
                    "passages %d, text added in %.1f s, vectors after %.1f s, index %d MB%n",
                    passages, added, seconds(begin), size() >> 20);
            DocumentFilter tenth =
                    new DocumentFilter(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of("tenth", "3"));
            time(store, "warming", DocumentFilter.ALL);
            time(store, "all", DocumentFilter.ALL);
            time(store, "a tenth", tenth);
            double recall = recall(store, passages);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    "recall@10 %.4f, heap used %d MB of %d MB%n",
                    recall,
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                    runtime.maxMemory() >> 20);
            assertThat(recall).isGreaterThan(0.98);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints the times of searches by both voices, 100 passages deep. */
    private static void time(Collections store, String what, DocumentFilter filter) {
        List<Double> times = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < QUERIES; i++) {
            String words = words(random, 8);
            float[] vector = vector("query " + i);
            long begin = System.nanoTime();
            var hits =
                    store.search(
                            NAME.value(), new IndexQuery(words, Optional.of(vector), filter, 100));
            times.add(seconds(begin) * 1e3);
            assertThat(hits.dense()).hasSize(100);
        }
        times.sort(Comparator.naturalOrder());
        System.out.printf(
                "search (%s): p50 %.1f ms, p99 %.1f ms%n",
                what, times.get(QUERIES / 2), times.get(QUERIES * 99 / 100));
    }

    /** Returns the share of the ten nearest passages that a search finds. */
    private static double recall(Collections store, long passages) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < PASSAGES / PER_DOCUMENT; i++) {
            for (Passage passage : store.passages(NAME.value(), "document " + i + ".md", 0, 999)) {
                texts.add(
                        passage.document()
                                + "/"
                                + passage.position()
                                + "\n"
                                + EmbeddedText.of("", passage));
            }
        }
        assertThat((long) texts.size()).isEqualTo(passages);
        int found = 0;
        int queries = 20;
        for (int q = 0; q < queries; q++) {
            float[] query = vector("query " + q);
            Set<String> nearest = new HashSet<>();
            texts.stream()
                    .map(
                            t ->
                                    Map.entry(
                                            t.substring(0, t.indexOf('\n')),
                                            cosine(
                                                    query,
                                                    vector(t.substring(t.indexOf('\n') + 1)))))
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .limit(10)
                    .forEach(e -> nearest.add(e.getKey()));
            List<Passage> dense =
                    store.search(
                                    NAME.value(),
                                    new IndexQuery("x", Optional.of(query), DocumentFilter.ALL, 10))
                            .dense();
            for (Passage passage : dense) {
                found += nearest.contains(passage.document() + "/" + passage.position()) ? 1 : 0;
            }
        }
        return found / (10.0 * queries);
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double a = 0;
        double b = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            a += one[i] * one[i];
            b += other[i] * other[i];
        }
        return product / Math.sqrt(a * b);
    }

    /** Returns a vector near one of some centres, as those of real texts are. */
    private static float[] vector(String text) {
        int hash = text.hashCode();
        Random centre = new Random(Math.floorMod(hash, CENTRES));
        Random own = new Random(hash);
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (centre.nextGaussian() + own.nextGaussian());
        }
        return vector;
    }

    private static String text(int document) {
        Random random = new Random(document);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PER_DOCUMENT; i++) {
            text.append("# Chapter ").append(i).append("\n\n").append(words(random, 150));
            text.append(".\n\n");
        }
        return text.toString();
    }

    /** Returns words, of which few are frequent and most are rare. */
    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(' ').append('w').append((int) Math.exp(random.nextDouble() * 11));
        }
        return words.toString();
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
