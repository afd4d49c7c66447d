package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;

import java.io.IOException;
import java.util.List;

/** A trial of the pool: a situation and its measurement. It ends by itself. */
public interface Trial {
    /**
     * A part of the page.
     *
     * @param id the short name, which never changes
     * @param title the heading above the figures
     * @param meaning the meaning of the figures, in a sentence or two
     */
    record Row(String id, String title, String meaning) {}

    /** Returns the parts of the page that the trial fills. */
    List<Row> rows();

    /**
     * Runs the trial.
     *
     * @return the figures of its rows
     * @throws IOException if a server or model that it needs does not run
     */
    List<Figure> run(Stage stage) throws IOException, InterruptedException;
}
