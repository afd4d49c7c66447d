package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the costs of single pieces of the hot path, measured by {@code benchmarks/micro/run}. */
public final class JmhResults {
    /** The id of the row. */
    public static final String ID = "pieces";

    /** The quantities by JMH's units. */
    private static final Map<String, Quantity> QUANTITIES =
            Map.of("ns/op", Quantity.TIME, "B/op", Quantity.ALLOCATED);

    private static final String NAME = "Benchmark";
    private static final String SAMPLES = "Samples";
    private static final String SCORE = "Score";
    private static final String UNIT = "Unit";
    private static final String PARAMETER = "Param: ";

    private JmhResults() {}

    /**
     * Reads the figures that JMH has written as comma-separated values.
     *
     * @throws IOException if the file cannot be read
     */
    public static List<Figure> read(Path csv) throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<String> head = List.of();
        for (String line : Files.readAllLines(csv)) {
            List<String> cells = cells(line);
            if (head.isEmpty()) {
                head = cells;
            } else {
                figure(head, cells).ifPresent(figures::add);
            }
        }
        return figures;
    }

    private static Optional<Figure> figure(List<String> head, List<String> cells) {
        double score = Double.parseDouble(cells.get(head.indexOf(SCORE)));
        int samples = Integer.parseInt(cells.get(head.indexOf(SAMPLES)));
        return Optional.ofNullable(QUANTITIES.get(cells.get(head.indexOf(UNIT))))
                .map(quantity -> new Figure.Key(ID, subject(head, cells), quantity))
                .map(key -> Figure.of(key, score, samples));
    }

    /** Returns the class, the method and its parameters. */
    private static String subject(List<String> head, List<String> cells) {
        String name = cells.get(head.indexOf(NAME)).replaceAll(":.*", "");
        int method = name.lastIndexOf('.');
        StringBuilder subject =
                new StringBuilder(
                        name.substring(name.lastIndexOf('.', method - 1) + 1)
                                .replace(NAME + ".", "."));
        for (int i = 0; i < head.size(); i++) {
            if (head.get(i).startsWith(PARAMETER) && !cells.get(i).isEmpty()) {
                subject.append(", ")
                        .append(head.get(i).substring(PARAMETER.length()))
                        .append(' ')
                        .append(cells.get(i));
            }
        }
        return subject.toString();
    }

    /** Splits a line into cells; JMH's values contain no commas or quotes. */
    private static List<String> cells(String line) {
        return List.of(line.replace("\"", "").split(",", -1));
    }
}
