package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the passages in one message.
 *
 * <p>Lines that are nothing but a tag ({@code <snippet name="team">}) are how agents set off what
 * they add; they end a passage and are never quoted. All between {@code <passage number="1">} and
 * {@code </passage>} is that passage, whatever it looks like: text that was quoted from somewhere
 * cannot pass itself off as another one. Elsewhere a line that begins with {@code [1]} begins a
 * numbered passage, which goes on to the next, to a tag, or, where nothing of that follows, to a
 * blank line. In a message that has numbered passages, what stands outside of them and of tags is
 * what an agent told the model about them: that is not quoted either.
 */
final class PassageReader {
    private static final Pattern NUMBERED = Pattern.compile("\\s{0,8}\\[(\\d{1,4})][:.]?\\s++(.*)");
    private static final Pattern TAG =
            Pattern.compile(
                    "\\s{0,8}<(?<end>/?)(?<name>[A-Za-z][A-Za-z0-9_-]*+)"
                            + "(?:\\s++number=\"(?<number>\\d{1,4})\")?(?:\\s[^<>]*+)?>\\s*+");

    private final List<Passage> found = new ArrayList<>();

    /** Paragraphs behind a numbered one, of which is not known yet whether they belong to it. */
    private final List<Passage> following = new ArrayList<>();

    private final StringBuilder text = new StringBuilder();
    private OptionalInt number = OptionalInt.empty();

    /** Between a {@code <passage>} and its end. */
    private boolean enclosed;

    private boolean continues;
    private boolean numbers;
    private int tags;

    private PassageReader() {}

    static List<Passage> read(String message) {
        PassageReader reader = new PassageReader();
        message.lines().forEach(reader::line);
        reader.endParagraph();
        return reader.found.stream().filter(each -> each.marked() || !reader.numbers).toList();
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

    /** Nothing but the end of the passage means anything here, and its own number in front. */
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
            if (tag.group("number") != null) {
                begin(Integer.parseInt(tag.group("number")));
            }
        }
    }

    private void begin(int given) {
        number = OptionalInt.of(given);
        numbers = true;
    }

    /** What follows the passage belongs to it, since its end is marked. */
    private void endPassage() {
        endParagraph();
        found.addAll(following);
        following.clear();
        number = OptionalInt.empty();
        continues = false;
    }

    private void endParagraph() {
        if (text.isEmpty()) {
            return;
        }
        boolean marked = continues || number.isPresent() || tags > 0;
        Passage passage = new Passage(text.toString(), number, marked);
        text.setLength(0);
        if (continues && !enclosed) {
            following.add(passage);
        } else {
            found.add(passage);
            continues = number.isPresent();
        }
    }
}
