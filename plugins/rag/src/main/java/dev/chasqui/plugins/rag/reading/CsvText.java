package dev.chasqui.plugins.rag.reading;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a file of separated values: a table with one line for each row, whose header is the
 * first row. The separator is the one of comma, semicolon, tab and bar that is most frequent in the
 * first line. Fields may be quoted by {@code "}. Used by one thread.
 */
final class CsvText {
    private static final String SEPARATORS = ",;\t|";

    private final String in;
    private final char separator;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder field = new StringBuilder();
    private final List<String> row = new ArrayList<>();
    private boolean hasHeader;

    private CsvText(String in) {
        this.in = in;
        this.separator = separator(in);
    }

    static String of(String text) {
        return new CsvText(text).table();
    }

    private static char separator(String text) {
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        char best = ',';
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            long count = line.chars().filter(sign -> sign == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private String table() {
        boolean quoted = false;
        for (int at = 0; at < in.length(); at++) {
            char sign = in.charAt(at);
            if (quoted) {
                boolean quote = sign == '"';
                boolean twice = quote && at + 1 < in.length() && in.charAt(at + 1) == '"';
                quoted = !quote || twice;
                if (!quote || twice) {
                    field.append(sign);
                }
                at += twice ? 1 : 0;
            } else if (sign == '"' && field.isEmpty()) {
                quoted = true;
            } else if (sign == separator) {
                endField();
            } else if (sign == '\n') {
                endRow();
            } else {
                field.append(sign);
            }
        }
        endRow();
        return out.toString();
    }

    private void endField() {
        row.add(TableRows.cell(field));
        field.setLength(0);
    }

    private void endRow() {
        endField();
        if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
            TableRows.append(out, row);
            if (!hasHeader) {
                TableRows.appendRule(out, row.size());
                hasHeader = true;
            }
        }
        row.clear();
    }
}
