package dev.chasqui.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.pool.Alternating;
import dev.chasqui.benchmarks.pool.Kills;
import dev.chasqui.benchmarks.pool.LeaseTime;
import dev.chasqui.benchmarks.pool.Trial;
import dev.chasqui.benchmarks.pool.TwoModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class PoolReportTest {
    @TempDir Path out;

    @Test
    void eachLimitStandsBesideItsFigure() throws IOException {
        String page =
                write(
                        figure(TwoModels.ID, Quantity.SHARE, 0.84),
                        figure(TwoModels.ID, Quantity.WAIT, 12.4),
                        figure(Alternating.ID, Quantity.TIMES_FIFO, 5.5),
                        figure(Kills.ID, Quantity.ORPHANS, 0));

        assertThat(page)
                .contains("| figure | must | measured |  |")
                .contains("| two models: smaller share of the larger | 0.50 | 0.84 | reached |")
                .contains("| two models: longest wait | 12.0 s | 12.4 s | **missed** |")
                .contains("| two models: loads | 10 | – | not measured |")
                .contains("| alternating: times a naive FIFO | 2 | 5.50 | reached |")
                .contains("| kill -9: processes left | 0 | 0 | reached |")
                .doesNotContain("herd");
    }

    @Test
    void aMissingFigureSaysWhy() throws IOException {
        Figure.Key key = new Figure.Key(LeaseTime.ID, LeaseTime.SUBJECT, Quantity.TIME);

        assertThat(write(Figure.none(key, "run it first")))
                .contains("| a lease of a loaded model | 5,000 ns | – | run it first |");
    }

    @Test
    void handWrittenTextAboutThePoolStays() throws IOException {
        write(figure(Kills.ID, Quantity.ORPHANS, 0));
        Path page = out.resolve(PoolReport.PAGE);
        Files.writeString(page, Files.readString(page).replace("# The pool", "# Our pool"));

        assertThat(write(figure(Kills.ID, Quantity.ORPHANS, 1)))
                .startsWith("# Our pool")
                .contains("| kill -9: processes left | 0 | 1 | **missed** |", "| commit | 0123 |")
                .doesNotContain("| reached |");
    }

    private String write(Figure... figures) throws IOException {
        new PoolReport(
                        new RunConditions(Map.of("commit", "0123"), Map.of(), List.of(), false),
                        List.of(new Trial.Row(Kills.ID, "Killed", "By force.")),
                        new Results(List.of(figures)))
                .write(out);
        return Files.readString(out.resolve(PoolReport.PAGE));
    }

    private static Figure figure(String row, Quantity quantity, double value) {
        return Figure.of(new Figure.Key(row, "chasqui", quantity), value, 1);
    }
}
