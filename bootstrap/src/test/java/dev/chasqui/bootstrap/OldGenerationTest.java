package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

class OldGenerationTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void whatDiedInItIsCollectedLongBeforeTheHeapIsFull() throws Exception {
        assertThat(mostUsed("watched")).isLessThan(200);
        assertThat(mostUsed("not")).isGreaterThan(300);
    }

    /**
     * Returns the size of the old generation, in MiB, that another JVM with the serial collector
     * reached.
     */
    private static long mostUsed(String how) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx640m",
                                "-Xmn16m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Turnover.class.getName(),
                                how)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Long.parseLong(said.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    /** A program whose objects live long enough to become old, and then die. */
    static final class Turnover {
        private static final int ALIVE = 1_000;
        private static final int IN_ALL = 20_000;

        private Turnover() {}

        public static void main(String[] arguments) {
            if (arguments[0].equals("watched")) {
                OldGeneration.watch();
            }
            byte[][] alive = new byte[ALIVE][];
            long most = 0;
            for (int i = 0; i < IN_ALL; i++) {
                alive[i % ALIVE] = new byte[20 * 1024];
                most = Math.max(most, used());
            }
            System.out.println(most / MEBIBYTE);
        }

        private static long used() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Tenured Gen"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
        }
    }
}
