package dev.chasqui.plugins.rag.reading;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The headings above the place that is read, as they come and go. Used by one thread. */
final class Headings {
    /** A heading is short; a longer line is text. */
    static final int LONGEST = 200;

    private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \t]+(\\S.*?)[ \t#]*");
    private static final Pattern UNDERLINE = Pattern.compile("(=+|-{2,})\\s*");

    /** With these begins an item of a list, a quotation, a row of a table, or a line across. */
    private static final String NO_TITLE = "-*+>|=";

    private static final int DEEPEST = 6;

    private final @Nullable String[] levels = new String[DEEPEST + 1];
    private boolean fenced;
    private String path = "";
    private String above = "";

    /** The headings that hold now, outermost first. */
    String path() {
        return path;
    }

    /** The same without the innermost: what the heading that was entered last stands under. */
    String above() {
        return above;
    }

    /**
     * Takes a line in.
     *
     * @param line without its end
     * @return whether it is a heading
     */
    boolean enter(CharSequence line) {
        if (line.length() > LONGEST) {
            return false;
        }
        String text = line.toString().stripTrailing();
        if (text.startsWith("```") || text.startsWith("~~~")) {
            fenced = !fenced;
            return false;
        }
        Matcher heading = HEADING.matcher(text);
        if (fenced || !heading.matches()) {
            return false;
        }
        open(heading.group(1).length(), heading.group(2));
        return true;
    }

    /**
     * Takes a line in that begins a paragraph and has another below it.
     *
     * @return whether the two are a heading, underlined by {@code =} or {@code -}
     */
    boolean enter(CharSequence line, CharSequence below) {
        String title = line.toString().strip();
        Matcher underline = UNDERLINE.matcher(below);
        boolean starts = !title.isEmpty() && NO_TITLE.indexOf(title.charAt(0)) < 0;
        if (fenced || line.length() > LONGEST || !starts || !underline.matches()) {
            return false;
        }
        open(underline.group(1).startsWith("=") ? 1 : 2, title);
        return true;
    }

    private void open(int level, String title) {
        Arrays.fill(levels, level, levels.length, null);
        above = joined();
        levels[level] = title;
        path = joined();
    }

    private String joined() {
        return Arrays.stream(levels).filter(Objects::nonNull).collect(Collectors.joining(" > "));
    }
}
