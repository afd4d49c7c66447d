package dev.chasqui.cli.client;

import dev.chasqui.domain.text.Printable;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table with aligned columns under a heading. A column without a text is left out.
 *
 * @param heading the names of the columns
 * @param rows the rows, each with a text per column
 */
public record Table(List<String> heading, List<List<String>> rows) {
    private static final String GAP = "  ";

    /** Prints the heading and the rows, with spaces between the columns. */
    public void print(PrintWriter out) {
        lines().forEach(out::println);
    }

    /** Returns the heading and the rows, with spaces between the columns. */
    public List<String> lines() {
        int[] columns =
                IntStream.range(0, heading.size())
                        .filter(column -> rows.stream().anyMatch(row -> !row.get(column).isEmpty()))
                        .toArray();
        List<List<String>> lines = new ArrayList<>();
        lines.add(heading);
        rows.forEach(row -> lines.add(row.stream().map(Printable::of).toList()));
        List<String> printed = new ArrayList<>();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column : columns) {
                text.append(line.get(column));
                text.repeat(' ', width(lines, column) - line.get(column).length()).append(GAP);
            }
            printed.add(text.toString().stripTrailing());
        }
        return printed;
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
