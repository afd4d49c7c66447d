package dev.chasqui.plugins.rag.reading;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The headings above the current line of a text, one for each level. A new heading replaces those
 * of its own and deeper levels. Used by one thread.
 */
final class Headings {
    /** The most characters of a heading; a longer line is text. */
    static final int MAX_LENGTH = 200;

    private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \t]+(\\S.*?)[ \t#]*");
    private static final Pattern UNDERLINE = Pattern.compile("(=+|-{2,})\\s*");

    /**
     * The first characters of list items, quotations, table rows and rules, which are no titles.
     */
    private static final String NOT_A_TITLE = "-*+>|=";

    private static final int DEEPEST = 6;

    private final @Nullable String[] levels = new String[DEEPEST + 1];
    private boolean fenced;
    private String path = "";
    private String above = "";

    /** Returns the current headings, outermost first. */
    String path() {
        return path;
    }

    /** Returns true if the last line read is within fences, the opening one included. */
    boolean isFenced() {
        return fenced;
    }

    /** Returns the headings above the last heading, outermost first. */
    String above() {
        return above;
    }

    /**
     * Reads a line.
     *
     * @param line the line without its line break
     * @return true if it is a heading
     */
    boolean enter(CharSequence line) {
        if (line.length() > MAX_LENGTH) {
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
     * Reads a line that begins a paragraph and has another line below it.
     *
     * @return true if the two are a heading underlined by {@code =} or {@code -}
     */
    boolean enter(CharSequence line, CharSequence below) {
        String title = line.toString().strip();
        Matcher underline = UNDERLINE.matcher(below);
        boolean starts = !title.isEmpty() && NOT_A_TITLE.indexOf(title.charAt(0)) < 0;
        if (fenced || line.length() > MAX_LENGTH || !starts || !underline.matches()) {
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
