package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** All figures of a run. */
public record Results(List<Figure> figures) {

    /** Copies the list. */
    public Results {
        figures = List.copyOf(figures);
    }

    /** Returns the figure of a key; empty if it was not to be measured. */
    Optional<Figure> find(String row, String subject, Quantity quantity) {
        Figure.Key key = new Figure.Key(row, subject, quantity);
        return figures.stream().filter(figure -> figure.key().equals(key)).findFirst();
    }

    /** Returns true if a row was measured. */
    boolean has(String row) {
        return figures.stream().anyMatch(figure -> figure.key().row().equals(row));
    }

    /** Returns the subjects of a row, in order. */
    List<String> subjects(String row) {
        return figures.stream()
                .map(Figure::key)
                .filter(key -> key.row().equals(row))
                .map(Figure.Key::subject)
                .distinct()
                .toList();
    }

    /** Returns the figures as JSON, one in each line. */
    String json() {
        return figures.stream()
                .map(Results::json)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String json(Figure figure) {
        Figure.Key key = figure.key();
        StringBuilder line = new StringBuilder("{");
        member(line, "row", quoted(key.row()));
        member(line, "of", quoted(key.subject()));
        member(line, "what", quoted(key.quantity().title()));
        member(line, "median", number(figure.median()));
        member(line, "timesNginx", number(figure.ratio()));
        member(line, "windows", Integer.toString(figure.windows()));
        member(line, "failed", Integer.toString(figure.failed()));
        if (!figure.why().isEmpty()) {
            member(line, "why", quoted(figure.why()));
        }
        return line.append('}').toString();
    }

    private static void member(StringBuilder line, String name, String value) {
        line.append(line.length() > 1 ? ", " : "").append(quoted(name)).append(": ").append(value);
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? "null" : NumberFormats.of(value).replace(",", "");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ') + '"';
    }
}
