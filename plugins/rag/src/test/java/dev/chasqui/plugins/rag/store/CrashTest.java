package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tests that acknowledged documents survive kill -9, and that their vectors are completed. The
 * property {@code rag.kills} sets the number of kills.
 */
class CrashTest {
    private static final CollectionName NAME = new CollectionName("crash");
    private static final int KILLS = Integer.getInteger("rag.kills", 3);
    private static final int ACKNOWLEDGED = 10;

    @TempDir private Path data;

    /**
     * A program that adds documents until it is killed, and prints the names of the acknowledged
     * ones. Every second one is added again, with another text.
     */
    static final class Adding {
        private Adding() {}

        public static void main(String[] arguments) {
            Collections store = open(Path.of(arguments[0]), new FakeEmbedder());
            for (int i = 0; ; i++) {
                String name = arguments[1] + "-" + i;
                add(store, name, "Vicuña " + name);
                add(store, name, i % 2 == 0 ? "Vicuña " + name : "Llama " + name);
                System.out.println(name);
                System.out.flush();
            }
        }

        private static void add(Collections store, String name, String text) {
            store.add(NAME, Submission.ofText(name, text), new Cancellation());
        }
    }

    private static Collections open(Path data, FakeEmbedder embedder) {
        return Collections.open(data, Optional.of(new VectorModel("m", embedder)), List.of());
    }

    @Test
    void everyAcknowledgedDocumentIsThereAfterAKillAndGetsItsVector() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int run = 0; run < KILLS; run++) {
            acknowledged.addAll(addAndKill("run" + run));
        }
        FakeEmbedder embedder = new FakeEmbedder();
        try (Collections store = open(data, embedder)) {
            long before = store.vectors(NAME.value()).done();
            assertThat(acknowledged)
                    .hasSizeGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED)
                    .allSatisfy(name -> assertFoundOnce(store, name));
            assertThat(store.info(NAME).documents()).isGreaterThanOrEqualTo(acknowledged.size());
            assertThat(store.info(NAME).passages()).isEqualTo(store.info(NAME).documents());

            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (store.vectors(NAME.value()).pending() > 0) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
                Thread.onSpinWait();
            }
            assertThat(store.vectors(NAME.value()).done())
                    .as("one for each passage, and no more")
                    .isEqualTo(store.info(NAME).passages());
            assertThat(embedder.texts.stream().filter(text -> !text.equals("passage")).count())
                    .as("those that were there are not made again")
                    .isLessThanOrEqualTo(store.info(NAME).passages() - before);
        }
    }

    private static void assertFoundOnce(Collections store, String name) {
        assertThat(store.document(NAME, name)).isPresent();
        boolean even = Integer.parseInt(name.substring(name.indexOf('-') + 1)) % 2 == 0;
        assertThat(store.text(NAME, name)).isEqualTo((even ? "Vicuña " : "Llama ") + name);
        assertThat(store.passages(NAME.value(), name, 0, 9)).hasSize(1);
    }

    private List<String> addAndKill(String run) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Adding.class.getName(),
                                data.toString(),
                                run)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String name = out.readLine(); name != null; name = out.readLine()) {
                acknowledged.add(name);
                if (acknowledged.size() == ACKNOWLEDGED) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            // The kill may cut the last line, which is then no acknowledgement.
        }
        process.waitFor();
        return acknowledged;
    }
}
