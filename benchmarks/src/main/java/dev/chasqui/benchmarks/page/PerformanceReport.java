package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Slope;
import dev.chasqui.benchmarks.studies.Study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The results of a performance run.
 *
 * @param setting the conditions of the run
 * @param studies the studies that were run in rounds
 * @param results the figures
 * @param memory the resident memory in MiB over minutes; empty if it was not watched
 */
public record PerformanceReport(
        RunConditions setting, List<Study> studies, Results results, List<Slope.Point> memory) {
    /** The page's file name. */
    public static final String PAGE = "performance.md";

    private static final String FOLDER = "performance";

    /** Copies the lists. */
    public PerformanceReport {
        studies = List.copyOf(studies);
        memory = List.copyOf(memory);
    }

    /**
     * Writes the page, its plots and {@code results.json}.
     *
     * @param out the folder of the page
     * @throws IOException if a file cannot be written
     */
    public void write(Path out) throws IOException {
        Path folder = Files.createDirectories(out.resolve(FOLDER));
        Plots plots = new Plots(this);
        for (Map.Entry<String, String> plot : plots.drawn().entrySet()) {
            Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        }
        Files.writeString(folder.resolve("results.json"), results.json());
        new MarkedFile(out.resolve(PAGE))
                .write(
                        new PerformancePage(this, plots.drawn().keySet(), FOLDER).text(),
                        PerformancePage.fresh());
    }
}
