package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.pool.Trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The results of a run of the pool's trials.
 *
 * @param setting the conditions of the run
 * @param rows the measured rows, in the order of the page
 * @param results the figures
 */
public record PoolReport(RunConditions setting, List<Trial.Row> rows, Results results) {
    /** The page's file name. */
    public static final String PAGE = "pool.md";

    private static final String FOLDER = "pool";
    private static final String METHOD =
            """
            `benchmarks/run --pool` starts the distribution with stand-in models: processes \
            that load and answer in set times. Clients send requests over sockets, with a \
            connection for each request.\
            """;

    /** Copies the list. */
    public PoolReport {
        rows = List.copyOf(rows);
    }

    /**
     * Writes the page and {@code results.json}.
     *
     * @param out the folder of the page
     * @throws IOException if a file cannot be written
     */
    public void write(Path out) throws IOException {
        Path folder = Files.createDirectories(out.resolve(FOLDER));
        Files.writeString(folder.resolve("results.json"), results.json());
        new MarkedFile(out.resolve(PAGE))
                .write(
                        text(),
                        "# The pool\n\n%s\n\n%s\n".formatted(MarkedFile.BEGIN, MarkedFile.END));
    }

    private String text() {
        Markdown text = new Markdown(results);
        text.warnOf(setting);
        text.paragraph(METHOD);
        text.targets(PoolTargets.ALL);
        for (Trial.Row row : rows) {
            text.heading(row.title());
            text.paragraph(row.meaning());
            text.single(row.id());
        }
        text.setting(setting);
        return text.text();
    }
}
