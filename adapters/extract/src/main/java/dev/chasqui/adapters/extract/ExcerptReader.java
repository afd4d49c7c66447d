package dev.chasqui.adapters.extract;

import dev.chasqui.adapters.extract.Excerpt.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A reader of the structure of a passage, in one pass over its lines.
 *
 * <p>It knows headings, lists, tables and fenced code as Markdown has them, and in plain text the
 * lines that belong to themselves: code, fields such as {@code From: Ana}, and lines that are set
 * in. The other lines of a paragraph are one text, which is split into sentences.
 */
final class ExcerptReader {
    /** The longest row, heading or line of code; the rest of it is not quoted. */
    private static final int LONGEST_LINE = 1_500;

    /** The longest line that may be a heading without a mark. */
    private static final int LONGEST_HEADING = 120;

    private static final Pattern FIELD = Pattern.compile("\\p{Lu}[\\w-]{1,30}: \\S.*");

    private static final Set<String> KEYWORDS =
            Set.of(
                    "def",
                    "class",
                    "import",
                    "from",
                    "return",
                    "raise",
                    "public",
                    "private",
                    "static",
                    "final",
                    "const",
                    "let",
                    "var",
                    "function",
                    "func",
                    "CREATE",
                    "INSERT",
                    "SELECT",
                    "UPDATE",
                    "BEGIN");

    private final List<Excerpt> found = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private boolean inFence;

    /** True if no line follows the one that is read, or a blank one. */
    private boolean blankBehind;

    /** The number of the paragraph that is read. */
    private int paragraph;

    /** The index of the head of the table that is read; -1 outside of tables. */
    private int head = -1;

    private boolean inTable;

    /** The index of the sentence that leads to the list that is read; -1 if there is none. */
    private int leadIn = -1;

    private ExcerptReader() {}

    /** Returns the excerpts of a passage, in its order. */
    static List<Excerpt> read(String passage) {
        ExcerptReader reader = new ExcerptReader();
        List<String> all = passage.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            reader.blankBehind = i + 1 == all.size() || all.get(i + 1).isBlank();
            reader.line(all.get(i));
        }
        reader.endParagraph(true);
        return reader.found;
    }

    /** Returns excerpts without those that a condition names; what they led to has no lead then. */
    static List<Excerpt> without(List<Excerpt> excerpts, Predicate<Excerpt> unwanted) {
        int[] moved = new int[excerpts.size()];
        List<Excerpt> kept = new ArrayList<>();
        for (int i = 0; i < moved.length; i++) {
            Excerpt each = excerpts.get(i);
            moved[i] = unwanted.test(each) ? -1 : kept.size();
            if (moved[i] >= 0) {
                int lead = each.lead() < 0 ? -1 : moved[each.lead()];
                kept.add(
                        new Excerpt(
                                each.kind(), each.text(), each.level(), each.paragraph(), lead));
            }
        }
        return kept;
    }

    private void line(String line) {
        String stripped = line.strip();
        if (stripped.startsWith("```") || stripped.startsWith("~~~")) {
            fence();
        } else if (inFence) {
            if (!stripped.isEmpty()) {
                add(Kind.CODE, line.stripTrailing(), 0, -1);
            }
        } else if (stripped.startsWith("|")) {
            row(stripped);
        } else if (stripped.isEmpty()) {
            endParagraph(false);
        } else if (isHeading(stripped)) {
            endParagraph(false);
            int level = (int) stripped.chars().takeWhile(c -> c == '#').count();
            leadIn = -1;
            add(Kind.HEADING, stripped.substring(level).strip(), level, -1);
        } else {
            endTable();
            if (listMarker(stripped) > 0) {
                endItem();
            }
            lines.add(line);
        }
    }

    /**
     * Begins or ends fenced code. A passage may begin amid code: a fence with lines before it and
     * none behind it ends that code.
     */
    private void fence() {
        if (inFence || !blankBehind || lines.isEmpty()) {
            endParagraph(false);
            inFence = !inFence;
        } else {
            lines.forEach(line -> add(Kind.CODE, line.stripTrailing(), 0, -1));
            lines.clear();
            paragraph++;
        }
    }

    private static boolean isHeading(String line) {
        int marks = 0;
        while (marks < line.length() && marks < 7 && line.charAt(marks) == '#') {
            marks++;
        }
        return marks > 0 && marks < 7 && marks < line.length() && line.charAt(marks) == ' ';
    }

    private void row(String line) {
        if (!inTable) {
            endParagraph(false);
            inTable = true;
            head = found.size();
            add(Kind.TABLE_HEAD, line, 0, -1);
        } else if (isRule(line)) {
            Excerpt before = found.getLast();
            if (before.kind() == Kind.TABLE_HEAD) {
                found.set(
                        found.size() - 1,
                        new Excerpt(
                                Kind.TABLE_HEAD,
                                before.text() + "\n" + line,
                                0,
                                before.paragraph(),
                                -1));
            }
        } else {
            Excerpt first = found.get(head);
            if (first.kind() == Kind.TABLE_HEAD && first.text().indexOf('\n') < 0) {
                // A row without a line below it: the table goes on from an earlier passage.
                found.set(head, new Excerpt(Kind.ROW, first.text(), 0, paragraph, -1));
            }
            boolean headed = found.get(head).kind() == Kind.TABLE_HEAD;
            add(Kind.ROW, line, 0, headed ? head : -1);
        }
    }

    private static boolean isRule(String line) {
        return line.chars().allMatch(c -> "|-: ".indexOf(c) >= 0) && line.indexOf('-') >= 0;
    }

    private void endTable() {
        if (inTable) {
            Excerpt first = found.get(head);
            if (first.kind() == Kind.TABLE_HEAD && first.text().indexOf('\n') < 0) {
                found.set(head, new Excerpt(Kind.ROW, first.text(), 0, paragraph, -1));
            }
            inTable = false;
            paragraph++;
        }
    }

    /**
     * Returns the length of the marker of a list item, such as {@code - } or {@code 12. }; 0 if
     * there is none.
     */
    private static int listMarker(String line) {
        int at = 0;
        while (at < line.length() && at < 3 && Character.isDigit(line.charAt(at))) {
            at++;
        }
        boolean bullet = at == 0 && "-*+•–".indexOf(line.charAt(0)) >= 0;
        boolean number = at > 0 && at < line.length() && ".)".indexOf(line.charAt(at)) >= 0;
        boolean spaced = at + 1 < line.length() && line.charAt(at + 1) == ' ';
        return (bullet || number) && spaced ? at + 2 : 0;
    }

    /** Ends a paragraph at a blank line or at the beginning of something else. */
    private void endParagraph(boolean last) {
        endTable();
        if (lines.isEmpty()) {
            return;
        }
        boolean item = listMarker(lines.getFirst().strip()) > 0;
        if (!last && !item && lines.size() == 1 && isPlainHeading(lines.getFirst())) {
            leadIn = -1;
            add(Kind.HEADING, lines.removeFirst().strip(), 0, -1);
            paragraph++;
            return;
        }
        endItem();
        if (!item) {
            Excerpt before = found.getLast();
            leadIn = before.text().endsWith(":") ? found.size() - 1 : -1;
        }
        paragraph++;
    }

    /**
     * Returns true for a short line without an end, which stands for itself before other text. The
     * first line may look like a field: titles such as {@code Limits: what is counted} do.
     */
    private boolean isPlainHeading(String line) {
        String text = line.strip();
        return text.length() <= LONGEST_HEADING
                && !line.startsWith(" ")
                && Character.isLetterOrDigit(text.charAt(text.length() - 1))
                && (found.isEmpty() || !FIELD.matcher(text).matches());
    }

    /** Ends an item of a list, or the lines before the first item. */
    private void endItem() {
        if (lines.isEmpty()) {
            return;
        }
        int marker = listMarker(lines.getFirst().strip());
        if (marker > 0) {
            String text = joined(lines).substring(marker).strip();
            for (String sentence : Sentences.of(text)) {
                add(Kind.ITEM, sentence, 0, leadIn);
            }
        } else if (lines.size() > 1 && lines.stream().allMatch(ExcerptReader::isField)) {
            lines.forEach(line -> add(Kind.FIELD, line.strip(), 0, -1));
        } else if (lines.stream().allMatch(line -> line.startsWith("  ")) && !hasCode()) {
            lines.forEach(line -> add(Kind.ITEM, line.strip(), 0, leadIn));
        } else {
            prose();
            if (!found.isEmpty() && found.getLast().text().endsWith(":")) {
                leadIn = found.size() - 1;
            }
        }
        lines.clear();
    }

    private static boolean isField(String line) {
        return FIELD.matcher(line).matches();
    }

    private boolean hasCode() {
        return lines.stream().anyMatch(ExcerptReader::isCode);
    }

    /** Returns true for a line as programs have them and prose has not. */
    private static boolean isCode(String line) {
        String text = line.strip();
        char last = text.charAt(text.length() - 1);
        if ("{}([".indexOf(last) >= 0 || text.startsWith("@") || text.endsWith("):")) {
            return true;
        }
        boolean calls = text.indexOf('(') >= 0 || text.indexOf('=') >= 0;
        if ((last == ';' && calls) || text.chars().allMatch(c -> ")]},;".indexOf(c) >= 0)) {
            return true;
        }
        boolean inset = line.startsWith("  ") || line.startsWith("\t");
        if (inset && (last == ',' || (text.startsWith("\"") && text.contains("\": ")))) {
            return true;
        }
        int space = text.indexOf(' ');
        return space > 0
                && (text.startsWith("= ", space + 1)
                        || (KEYWORDS.contains(text.substring(0, space))
                                && (calls || text.indexOf(':') >= 0)));
    }

    /**
     * Adds the sentences of a paragraph. Where two lines of it are code, each line of code is an
     * excerpt, and the comments between them are prose.
     */
    private void prose() {
        boolean code = lines.stream().filter(ExcerptReader::isCode).limit(2).count() > 1;
        List<String> text = new ArrayList<>();
        for (String line : lines) {
            if (code && isCode(line)) {
                addSentences(text);
                add(Kind.CODE, line.stripTrailing(), 0, -1);
            } else {
                text.add(line);
            }
        }
        addSentences(text);
    }

    private void addSentences(List<String> text) {
        for (String sentence : Sentences.of(joined(text))) {
            add(Kind.SENTENCE, sentence, 0, -1);
        }
        text.clear();
    }

    private static String joined(List<String> lines) {
        StringBuilder joined = new StringBuilder();
        for (String line : lines) {
            joined.append(joined.isEmpty() ? "" : " ").append(line.strip());
        }
        return joined.toString();
    }

    private void add(Kind kind, String text, int level, int lead) {
        String kept = text.substring(0, Math.min(text.length(), LONGEST_LINE));
        if (!kept.isBlank()) {
            found.add(new Excerpt(kind, kept, level, paragraph, lead));
        }
    }
}
