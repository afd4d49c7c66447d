package dev.chasqui.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

class PerformanceReportTest {
    private static final Figure START =
            Figure.of(new Figure.Key("start", "chasqui", Quantity.START), 0.912, 10);
    private static final Figure HELD =
            Figure.of(new Figure.Key("held", "chasqui", Quantity.STREAMS), 256, 3);
    private static final Figure CPU =
            new Figure(
                    new Figure.Key("cpu-1k", "chasqui", Quantity.CPU_PER_REQUEST),
                    OptionalDouble.of(1234.2),
                    OptionalDouble.of(1.25),
                    10,
                    1,
                    "status \"500\"");

    @TempDir Path out;

    @Test
    void thePageComparesFiguresWithTheirTargets() throws IOException {
        String page = write(false);

        assertThat(page)
                .contains("| start to first answer | 1.50 s | 0.40 s | 0.91 s | must reached |")
                .contains("| streams held on one core | 256 | 512 | 256 | must reached |")
                .contains(
                        "| CPU per request | 2.00 × nginx | 1.30 × nginx | 1.25 × nginx | goal"
                                + " reached |")
                .doesNotContain("quick run");
    }

    @Test
    void aQuickRunSaysThatItsFiguresMeanNothing() throws IOException {
        assertThat(write(true)).contains("This was a quick run");
    }

    @Test
    void thePageNamesMachineVersionsAndMissingPeers() throws IOException {
        assertThat(write(false))
                .contains("| command | `--only a\\|b` |")
                .contains("| nginx | nginx 1.22 |")
                .contains("Left out: smg cannot be installed.");
    }

    @Test
    void eachFigureIsALineOfTheResults() throws IOException {
        write(false);

        assertThat(Files.readAllLines(out.resolve("performance/results.json")))
                .hasSize(5)
                .contains(
                        "{\"row\": \"cpu-1k\", \"of\": \"chasqui\","
                                + " \"what\": \"CPU per request (µs)\", \"median\": 1234,"
                                + " \"timesNginx\": 1.25, \"windows\": 10, \"failed\": 1,"
                                + " \"why\": \"status \\\"500\\\"\"}");
    }

    private String write(boolean quick) throws IOException {
        RunConditions setting =
                new RunConditions(
                        Map.of("command", "`--only a|b`"),
                        Map.of("nginx", "nginx 1.22"),
                        List.of("smg cannot be installed."),
                        quick);
        new PerformanceReport(setting, List.of(), new Results(List.of(START, HELD, CPU)), List.of())
                .write(out);
        return Files.readString(out.resolve("performance.md"));
    }
}
