package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader that finds the passages in one message.
 *
 * <p>Agents enclose the text that they add in lines that hold nothing but a tag ({@code <snippet
 * name="team">}). Such a line ends a passage and is never quoted. All text between {@code <passage
 * number="1">} and {@code </passage>} is one passage, whatever it looks like: text from a document
 * cannot pass itself off as another passage. Elsewhere a line that begins with {@code [1]} begins a
 * numbered passage. It goes on to the next numbered line or to a tag; if neither follows, it ends
 * at a blank line. In a message with numbered passages, the text outside of them and of tags is an
 * agent's instruction to the model, and is not quoted either.
 */
final class PassageReader {
    private static final Pattern NUMBERED = Pattern.compile("\\s{0,8}\\[(\\d{1,4})][:.]?\\s++(.*)");
    private static final Pattern TAG =
            Pattern.compile(
                    "\\s{0,8}<(?<end>/?)(?<name>[A-Za-z][A-Za-z0-9_-]*+)"
                            + "(?:\\s++number=\"(?<number>\\d{1,4})\")?(?:\\s[^<>]*+)?>\\s*+");

    private static final Pattern DOCUMENT = Pattern.compile("\\sdocument=\"([^\"]*)\"");

    /** The paragraphs of the passages that have ended. */
    private final List<QuotablePassage> found = new ArrayList<>();

    /** Paragraphs behind a numbered one; it is not known yet if they belong to it. */
    private final List<QuotablePassage> following = new ArrayList<>();

    private final StringBuilder text = new StringBuilder();
    private OptionalInt number = OptionalInt.empty();
    private String document = "";

    /** True between a {@code <passage>} and its end. */
    private boolean enclosed;

    /** True if the last passage was a numbered one that may go on. */
    private boolean continues;

    /** True if the message has a numbered passage. */
    private boolean numbers;

    /** The number of tags that are open. */
    private int tags;

    private PassageReader() {}

    static List<QuotablePassage> read(String message) {
        PassageReader reader = new PassageReader();
        message.lines().forEach(reader::line);
        reader.endParagraph();
        return whole(
                reader.found.stream().filter(each -> each.marked() || !reader.numbers).toList());
    }

    /** Joins the paragraphs of each passage. */
    private static List<QuotablePassage> whole(List<QuotablePassage> paragraphs) {
        List<QuotablePassage> passages = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < paragraphs.size(); i++) {
            QuotablePassage paragraph = paragraphs.get(i);
            text.append(text.isEmpty() ? "" : "\n").append(paragraph.text());
            boolean goesOn = i + 1 < paragraphs.size() && isOfOne(paragraph, paragraphs.get(i + 1));
            if (!goesOn) {
                passages.add(
                        new QuotablePassage(
                                text.toString(),
                                paragraph.number(),
                                paragraph.marked(),
                                paragraph.document()));
                text.setLength(0);
            }
        }
        return passages;
    }

    private static boolean isOfOne(QuotablePassage paragraph, QuotablePassage next) {
        return paragraph.number().equals(next.number())
                && paragraph.marked() == next.marked()
                && paragraph.document().equals(next.document());
    }

    private void line(String line) {
        Matcher tag = TAG.matcher(line);
        Matcher marker = NUMBERED.matcher(line);
        if (enclosed) {
            enclosedLine(line, tag, marker);
        } else if (tag.matches()) {
            endPassage();
            tag(line, tag);
        } else if (marker.matches()) {
            endPassage();
            begin(Integer.parseInt(marker.group(1)));
            plainLine(marker.group(2));
        } else {
            plainLine(line);
        }
    }

    /**
     * Reads a line inside of a passage. Only the end tag has a meaning there, and the passage's own
     * number at its beginning.
     */
    private void enclosedLine(String line, Matcher tag, Matcher marker) {
        boolean first = text.isEmpty() && !continues;
        if (tag.matches()) {
            if (tag.group("name").equals("passage") && !tag.group("end").isEmpty()) {
                endPassage();
                tags--;
                enclosed = false;
            }
        } else if (first && marker.matches() && mayBeNumber(Integer.parseInt(marker.group(1)))) {
            begin(Integer.parseInt(marker.group(1)));
            plainLine(marker.group(2));
        } else {
            plainLine(line);
        }
    }

    private boolean mayBeNumber(int marked) {
        return number.isEmpty() || number.getAsInt() == marked;
    }

    private void plainLine(String line) {
        if (line.isBlank()) {
            endParagraph();
        } else {
            text.append(line).append('\n');
        }
    }

    private void tag(String line, Matcher tag) {
        if (line.strip().endsWith("/>")) {
            return;
        }
        boolean begins = tag.group("end").isEmpty();
        tags = Math.max(0, tags + (begins ? 1 : -1));
        if (begins && tag.group("name").equals("passage")) {
            enclosed = true;
            Matcher named = DOCUMENT.matcher(line);
            document = named.find() ? named.group(1) : "";
            if (tag.group("number") != null) {
                begin(Integer.parseInt(tag.group("number")));
            }
        }
    }

    private void begin(int given) {
        number = OptionalInt.of(given);
        numbers = true;
    }

    /**
     * Ends a passage at a mark. Paragraphs that followed a numbered one belong to it, since its end
     * is marked.
     */
    private void endPassage() {
        endParagraph();
        found.addAll(following);
        following.clear();
        number = OptionalInt.empty();
        document = "";
        continues = false;
    }

    private void endParagraph() {
        if (text.isEmpty()) {
            return;
        }
        boolean marked = continues || number.isPresent() || tags > 0;
        QuotablePassage passage = new QuotablePassage(text.toString(), number, marked, document);
        text.setLength(0);
        if (continues && !enclosed) {
            following.add(passage);
        } else {
            found.add(passage);
            continues = number.isPresent();
        }
    }
}
