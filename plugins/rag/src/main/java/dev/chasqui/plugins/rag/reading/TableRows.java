package dev.chasqui.plugins.rag.reading;

import java.util.List;
import java.util.regex.Pattern;

/** The lines of tables, as Markdown has them. */
final class TableRows {
    private static final Pattern RULE = Pattern.compile("\\|(\\s*:?-+:?\\s*\\|)+\\s*");

    private TableRows() {}

    /** Returns a cell's text: one line in which no bar ends the cell. */
    static String cell(CharSequence text) {
        return text.toString().replaceAll("\\s+", " ").strip().replace("|", "\\|");
    }

    static void append(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Appends the line below a header. */
    static void appendRule(StringBuilder out, int cells) {
        out.append('|').repeat(" --- |", cells).append('\n');
    }

    /** Returns true if a line is a row of a table. */
    static boolean isRow(CharSequence line) {
        return !line.isEmpty() && line.charAt(0) == '|';
    }

    /** Returns true if a line is the one below a header. */
    static boolean isRule(CharSequence line) {
        return isRow(line) && RULE.matcher(line).matches();
    }

    /** Returns the names in a header line, for the path of headings. */
    static String names(CharSequence header) {
        return header.toString().strip().replaceAll("^\\|\\s*|\\s*\\|$", "");
    }
}
