package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A writer of the generated part of a page: headings, paragraphs, tables of figures. */
final class Markdown {
    private static final String QUICK =
            "**This was a quick run: it shows that everything works. Its figures mean nothing.**";

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    Markdown(Results results) {
        this.results = results;
    }

    String text() {
        return text.toString();
    }

    void heading(String title) {
        text.append("## ").append(title).append("\n\n");
    }

    void paragraph(String words) {
        text.append(words).append("\n\n");
    }

    /** Adds a warning if the run was a quick one. */
    void warnOf(RunConditions setting) {
        if (setting.quick()) {
            paragraph(QUICK);
        }
    }

    void table(List<String> head, List<List<String>> rows) {
        line(head);
        line(head.stream().map(_ -> "---").toList());
        rows.forEach(this::line);
        text.append('\n');
    }

    private void line(List<String> cells) {
        text.append("| ")
                .append(
                        cells.stream()
                                .map(cell -> cell.replace("|", "\\|"))
                                .collect(Collectors.joining(" | ")))
                .append(" |\n");
    }

    /** Adds a table of the targets of the measured rows. */
    void targets(List<Target> targets) {
        List<Target> measured =
                targets.stream().filter(target -> results.has(target.key().row())).toList();
        if (measured.isEmpty()) {
            return;
        }
        heading("Targets");
        if (measured.stream().allMatch(Target::isMust)) {
            table(
                    List.of("figure", "must", "measured", ""),
                    measured.stream().map(target -> without(row(target), 2)).toList());
        } else {
            table(
                    List.of("figure", "must", "goal", "measured", ""),
                    measured.stream().map(this::row).toList());
        }
    }

    private static List<String> without(List<String> cells, int one) {
        List<String> rest = new ArrayList<>(cells);
        rest.remove(one);
        return rest;
    }

    private List<String> row(Target target) {
        Figure.Key key = target.key();
        Optional<Figure> figure = results.find(key.row(), key.subject(), key.quantity());
        String must = target.written(target.must());
        String goal = target.written(target.goal());
        if (figure.isEmpty() || target.value(figure.get()).isEmpty()) {
            return List.of(
                    target.figure(),
                    must,
                    goal,
                    "–",
                    figure.map(Figure::why).orElse("not measured"));
        }
        double value = target.value(figure.get()).getAsDouble();
        return List.of(target.figure(), must, goal, target.written(value), target.verdict(value));
    }

    /** Adds a table of the figures of a row, one in each line. */
    void single(String id) {
        List<List<String>> rows =
                results.figures().stream()
                        .filter(figure -> figure.key().row().equals(id))
                        .map(
                                figure ->
                                        List.of(
                                                figure.key().subject(),
                                                figure.key().quantity().title(),
                                                NumberFormats.of(
                                                        figure.key().quantity(), figure.median()),
                                                figure.why()))
                        .toList();
        table(List.of("", "what", "figure", ""), rows);
    }

    void setting(RunConditions setting) {
        heading("Machine and versions");
        table(List.of("", ""), rows(setting.facts()));
        if (!setting.versions().isEmpty()) {
            table(List.of("gateway", "version"), rows(setting.versions()));
        }
        setting.leftOut().forEach(why -> paragraph("Left out: " + why));
    }

    private static List<List<String>> rows(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> List.of(fact.getKey(), fact.getValue()))
                .toList();
    }
}
