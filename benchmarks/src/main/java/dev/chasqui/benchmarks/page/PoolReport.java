package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.pool.Trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a run found out about the pool.
 *
 * @param rows that were measured, in the order of the page
 */
public record PoolReport(Setting setting, List<Trial.Row> rows, Results results) {
    /** The page's name. */
    public static final String PAGE = "pool.md";

    private static final String FOLDER = "pool";
    private static final String HOW =
            """
            `benchmarks/run --pool` starts the distribution with models that stand-ins serve: \
            processes that load and answer for as long as they are told. Clients ask over sockets, \
            a connection for each request.\
            """;

    /** Copies the list. */
    public PoolReport {
        rows = List.copyOf(rows);
    }

    /**
     * Writes the page and {@code results.json}.
     *
     * @param out folder of the page
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
        text.paragraph(HOW);
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
