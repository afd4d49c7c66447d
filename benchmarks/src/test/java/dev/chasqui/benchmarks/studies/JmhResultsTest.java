package dev.chasqui.benchmarks.studies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JmhResultsTest {
    @TempDir Path folder;

    @Test
    void timeAndAllocationAreReadWithTheParameters() throws IOException {
        Path csv = folder.resolve("results.csv");
        Files.writeString(
                csv,
                """
                "Benchmark","Mode","Threads","Samples","Score","Score Error (99.9%)","Unit","Param: agents"
                "a.b.CommandBenchmark.one","avgt",1,5,125.902212,24.824271,"ns/op",
                "a.b.CommandBenchmark.one:gc.alloc.rate","avgt",1,5,12321.67,2495.33,"MB/sec",
                "a.b.PipelineBenchmark.pass","avgt",1,5,2000.5,1.0,"ns/op",10
                "a.b.PipelineBenchmark.pass:gc.alloc.rate.norm","avgt",1,5,512.1,NaN,"B/op",10
                """);

        assertThat(JmhResults.read(csv))
                .containsExactly(
                        Figure.of(key("Command.one", Quantity.TIME), 125.902212, 5),
                        Figure.of(key("Pipeline.pass, agents 10", Quantity.TIME), 2000.5, 5),
                        Figure.of(key("Pipeline.pass, agents 10", Quantity.ALLOCATED), 512.1, 5));
    }

    private static Figure.Key key(String subject, Quantity quantity) {
        return new Figure.Key(JmhResults.ID, subject, quantity);
    }
}
