package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of a notebook: its Markdown as it is, its code between fences, and the beginning of what
 * the code printed. Pictures are left out.
 */
final class NotebookText {
    /** The most characters of the output of one cell. */
    private static final int MOST_OUTPUT = 2_000;

    private final StringBuilder out = new StringBuilder();

    private NotebookText() {}

    /**
     * Returns the text of a notebook.
     *
     * @return the text; empty if the JSON is no notebook, or too large to be parsed
     */
    static Optional<String> of(String json) {
        return JsonText.value(json)
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .flatMap(NotebookText::of);
    }

    private static Optional<String> of(Json.Obj notebook) {
        // Before the fourth format, cells were in sheets.
        List<Json.Obj> cells =
                notebook.get("cells").isPresent()
                        ? objects(notebook, "cells")
                        : objects(notebook, "worksheets").stream()
                                .flatMap(sheet -> objects(sheet, "cells").stream())
                                .toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        String language =
                notebook.object("metadata").object("kernelspec").text("language").orElse("");
        NotebookText text = new NotebookText();
        cells.forEach(cell -> text.cell(cell, language));
        return Optional.of(text.out.toString());
    }

    private void cell(Json.Obj cell, String language) {
        String source = joined(cell.get("source").or(() -> cell.get("input")));
        switch (cell.text("cell_type").orElse("")) {
            case "code" -> {
                fenced(language, source);
                objects(cell, "outputs").forEach(this::output);
            }
            case "heading" -> out.append("## ").append(source.strip()).append("\n\n");
            default -> out.append(source.strip()).append("\n\n");
        }
    }

    private void output(Json.Obj output) {
        String text =
                joined(
                        output.get("text")
                                .or(() -> output.object("data").get("text/plain"))
                                .or(() -> output.get("evalue")));
        fenced("", text.substring(0, end(text)));
    }

    private static int end(String text) {
        if (text.length() <= MOST_OUTPUT) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(MOST_OUTPUT - 1))
                ? MOST_OUTPUT - 1
                : MOST_OUTPUT;
    }

    private void fenced(String language, String text) {
        if (!text.isBlank()) {
            out.append("```").append(language).append('\n');
            out.append(text.stripTrailing()).append("\n```\n\n");
        }
    }

    /** Returns a text that is one string or a list of lines. */
    private static String joined(Optional<Json> value) {
        return switch (value.orElse(Json.Null.NULL)) {
            case Json.Str(String text) -> text;
            case Json.Arr(List<Json> lines) ->
                    lines.stream()
                            .map(line -> line instanceof Json.Str(String text) ? text : "")
                            .collect(Collectors.joining());
            default -> "";
        };
    }

    private static List<Json.Obj> objects(Json.Obj parent, String name) {
        return parent.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)
                ? items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }
}
