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
 * they add; they end a passage and are never quoted. A line that begins with {@code [1]} begins a
 * numbered passage, which goes on to the next, to a tag, or, where nothing of that follows, to a
 * blank line. In a message that has numbered passages, what stands outside of them and of tags is
 * what an agent told the model about them: that is not quoted either.
 */
final class PassageReader {
    private static final Pattern NUMBERED = Pattern.compile("\\s{0,8}\\[(\\d{1,4})][:.]?\\s++(.*)");
    private static final Pattern TAG =
            Pattern.compile("\\s{0,8}<(/?)[A-Za-z][A-Za-z0-9_-]*+(?:\\s[^<>]*+)?>\\s*+");

    /** A passage, and whether it surely is data rather than words about data. */
    private record Found(Passage passage, boolean data) {}

    private final List<Found> found = new ArrayList<>();

    /** Paragraphs behind a numbered one, of which is not known yet whether they belong to it. */
    private final List<Found> following = new ArrayList<>();

    private final StringBuilder text = new StringBuilder();
    private OptionalInt number = OptionalInt.empty();
    private boolean continues;
    private boolean numbers;
    private int tags;

    private PassageReader() {}

    static List<Passage> read(String message) {
        PassageReader reader = new PassageReader();
        message.lines().forEach(reader::line);
        reader.endParagraph();
        return reader.found.stream()
                .filter(each -> each.data() || !reader.numbers)
                .map(Found::passage)
                .toList();
    }

    private void line(String line) {
        Matcher marker = NUMBERED.matcher(line);
        Matcher tag = TAG.matcher(line);
        if (marker.matches()) {
            endPassage();
            number = OptionalInt.of(Integer.parseInt(marker.group(1)));
            numbers = true;
            text.append(marker.group(2)).append('\n');
        } else if (tag.matches()) {
            endPassage();
            if (!line.strip().endsWith("/>")) {
                tags = Math.max(0, tags + (tag.group(1).isEmpty() ? 1 : -1));
            }
        } else if (line.isBlank()) {
            endParagraph();
        } else {
            text.append(line).append('\n');
        }
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
        Passage passage = new Passage(text.toString(), number);
        text.setLength(0);
        if (continues) {
            following.add(new Found(passage, true));
        } else {
            found.add(new Found(passage, number.isPresent() || tags > 0));
            continues = number.isPresent();
        }
    }
}
