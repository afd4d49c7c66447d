package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;

import java.io.IOException;
import java.util.List;

/** Something that the pool must be good at, and how that is measured. It ends by itself. */
public interface Trial {
    /**
     * One part of the page.
     *
     * @param id short name, which stays the same for the life of the project
     * @param title what people read above the figures
     * @param meaning what the figures say, in a sentence or two
     */
    record Row(String id, String title, String meaning) {}

    /** The parts of the page that it fills. */
    List<Row> rows();

    /**
     * Measures it.
     *
     * @return figures of its rows
     * @throws IOException if what it needs does not run
     */
    List<Figure> run(Stage stage) throws IOException, InterruptedException;
}
