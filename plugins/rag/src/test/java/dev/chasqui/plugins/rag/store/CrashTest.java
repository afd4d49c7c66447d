package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tests that acknowledged documents survive kill -9. */
class CrashTest {
    private static final CollectionName NAME = new CollectionName("crash");

    @TempDir private Path data;

    /**
     * A program that adds documents until it is killed, and prints the names of the acknowledged
     * ones.
     */
    static final class Adding {
        private Adding() {}

        public static void main(String[] arguments) {
            Collections store = Collections.open(Path.of(arguments[0]));
            for (int i = 0; ; i++) {
                String name = arguments[1] + "-" + i;
                store.add(NAME, Submission.ofText(name, "Llama " + name), new Cancellation());
                System.out.println(name);
                System.out.flush();
            }
        }
    }

    @Test
    void everyAcknowledgedDocumentIsThereAfterAKill() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (String run : List.of("one", "two", "three")) {
            acknowledged.addAll(addAndKill(run));
        }
        try (Collections store = Collections.open(data)) {
            assertThat(acknowledged)
                    .hasSizeGreaterThanOrEqualTo(30)
                    .allSatisfy(name -> assertThat(store.document(NAME, name)).isPresent());
            assertThat(store.info(NAME).documents()).isGreaterThanOrEqualTo(acknowledged.size());
        }
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
                if (acknowledged.size() == 10) {
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
