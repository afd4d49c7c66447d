package dev.chasqui.adapters.extract;

import dev.chasqui.adapters.extract.Excerpt.Kind;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The text of a quote, with its citation at the end: prose, a table with its head, or code. */
final class Quote {
    /**
     * Matches text of a document that a reader could take for a citation, such as the number of a
     * footnote.
     */
    private static final Pattern LIKE_CITATION = Pattern.compile("\\[(?=\\d[^\\[\\]]*+])");

    private final ContextPassage passage;
    private final List<Excerpt> excerpts;
    private final StringBuilder text = new StringBuilder();

    Quote(ContextPassage passage, List<Excerpt> excerpts) {
        this.passage = passage;
        this.excerpts = excerpts;
    }

    /** Returns the quote. */
    String text() {
        if (excerpts.getFirst().kind() == Kind.CODE) {
            code();
        } else {
            excerpts.forEach(this::add);
        }
        boolean prose = !isBlock(excerpts.getLast().kind());
        OptionalInt number = passage.number();
        if (number.isEmpty()) {
            return text.toString();
        }
        return LIKE_CITATION.matcher(text).replaceAll("[ ")
                + (prose ? " " : "\n\n")
                + "["
                + number.getAsInt()
                + "]";
    }

    private void add(Excerpt excerpt) {
        if (excerpt.lead() >= 0) {
            Excerpt lead = passage.excerpts().get(excerpt.lead());
            separate(lead.kind());
            text.append(lead.text());
        }
        separate(excerpt.kind());
        text.append(excerpt.text());
    }

    private void separate(Kind next) {
        if (!text.isEmpty()) {
            text.append(isBlock(next) ? "\n" : " ");
        }
    }

    private static boolean isBlock(Kind kind) {
        return kind == Kind.ROW || kind == Kind.TABLE_HEAD || kind == Kind.CODE;
    }

    private void code() {
        int inset = excerpts.stream().mapToInt(each -> inset(each.text())).min().orElse(0);
        text.append("```\n");
        excerpts.forEach(each -> text.append(each.text().substring(inset)).append('\n'));
        text.append("```");
    }

    private static int inset(String line) {
        return (int) line.chars().takeWhile(c -> c == ' ' || c == '\t').count();
    }
}
