package dev.chasqui.benchmarks.studies;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DisturbancesTest {
    private static final String BEFORE = "cpu  100 0 100 700 50 10 20 20 7 7\ncpu0 1 2 3\n";

    @TempDir private Path folder = Path.of("");

    @Test
    void aRoundOfWhichMoreThanTwoHundredthsWereStolenCounts() throws IOException {
        Disturbances disturbances = disturbances(BEFORE);
        Disturbances.Times before = disturbances.now();

        disturbances("cpu  170 0 120 800 54 10 23 23 9 9\n");

        assertThat(before).isEqualTo(new Disturbances.Times(1000, 20));
        assertThat(disturbances.now()).isEqualTo(new Disturbances.Times(1200, 23));
        assertThat(disturbances.countSince(before)).isFalse();
        assertThat(disturbances).asString().startsWith("0, ");

        disturbances("cpu  170 0 118 800 54 10 23 25 9 9\n");

        assertThat(disturbances.countSince(before)).isTrue();
        assertThat(disturbances).asString().startsWith("1, ");
    }

    @Test
    void withoutFiguresOfTheKernelNothingIsStolen() throws IOException {
        Disturbances tooShort = disturbances("cpu 1 2 3 4 5\n");
        assertThat(tooShort.now()).isEqualTo(new Disturbances.Times(0, 0));
        assertThat(tooShort.countSince(tooShort.now())).isFalse();

        Disturbances none = new Disturbances(folder.resolve("none"));
        assertThat(none.countSince(none.now())).isFalse();

        assertThat(disturbances("").now()).isEqualTo(new Disturbances.Times(0, 0));
        assertThat(disturbances("cpu a b c d e f g h\n").now())
                .isEqualTo(new Disturbances.Times(0, 0));
    }

    private Disturbances disturbances(String stat) throws IOException {
        Path file = folder.resolve("stat");
        Files.writeString(file, stat);
        return new Disturbances(file);
    }
}
