package dev.chasqui.benchmarks.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class LeaseTimeTest {
    @TempDir Path folder;

    @Test
    void leasesAreFoundAmongAllPieces() throws IOException {
        Path csv = folder.resolve("results.csv");
        Files.writeString(
                csv,
                """
                "Benchmark","Mode","Threads","Samples","Score","Score Error (99.9%)","Unit","Param: models"
                "a.b.CommandBenchmark.one","avgt",1,5,125.9,24.8,"ns/op",
                "a.b.LeaseBenchmark.warm","avgt",1,5,1900.5,1.0,"ns/op",1
                "a.b.LeaseBenchmark.warm","avgt",1,5,2000.5,1.0,"ns/op",20
                """);

        assertThat(new LeaseTime(csv).read())
                .hasSize(2)
                .last()
                .satisfies(
                        figure -> {
                            assertThat(figure.key())
                                    .isEqualTo(
                                            new Figure.Key(
                                                    LeaseTime.ID,
                                                    LeaseTime.SUBJECT,
                                                    Quantity.TIME));
                            assertThat(figure.median()).hasValue(2000.5);
                            assertThat(figure.why()).startsWith("measured at 2");
                        });
    }

    @Test
    void withoutLeasesTheFigureSaysHowToGetThem() throws IOException {
        assertThat(new LeaseTime(folder.resolve("results.csv")).read())
                .singleElement()
                .satisfies(
                        figure -> {
                            assertThat(figure.median()).isEmpty();
                            assertThat(figure.why()).contains("benchmarks/micro/run Lease");
                        });
    }
}
