package dev.chasqui.adapters.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Asker;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A test of a Java that denies native access. It runs in a process of its own, since libraries that
 * are loaded once in a process stay loaded.
 */
@Timeout(60)
class RefusedLibrariesTest {

    /**
     * A program that sends two requests and prints the answers. The second one matters because at a
     * second loading Java reports only that the class failed before, without the reason.
     */
    static final class Program {
        private Program() {}

        public static void main(String[] folder) {
            try (EmbedBackend backend = new EmbedBackend(Path.of(folder[0]))) {
                for (int times = 0; times < 2; times++) {
                    try {
                        backend.embed(
                                EmbeddingRequest.of(EmbedBackend.NAME, List.of("a")),
                                Asker.NOBODY,
                                new Cancellation());
                        System.out.println("loaded");
                    } catch (FailureException e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
        }
    }

    @Test
    void whereJavaMayLoadNoLibrariesWhoAsksIsToldSo(@TempDir Path folder)
            throws IOException, InterruptedException {
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--illegal-native-access=deny",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).isZero();
        assertThat(output.lines())
                .hasSize(2)
                .allMatch(line -> line.contains("--enable-native-access=ALL-UNNAMED"));
    }
}
