package dev.chasqui.plugins.rag.reading;

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
    private static final int DEEPEST = 6;

    private final @org.jspecify.annotations.Nullable String[] levels = new String[DEEPEST + 1];
    private boolean fenced;
    private String path = "";

    /** The headings that hold now, outermost first. */
    String path() {
        return path;
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
        int level = heading.group(1).length();
        levels[level] = heading.group(2);
        Arrays.fill(levels, level + 1, levels.length, null);
        path = Arrays.stream(levels).filter(Objects::nonNull).collect(Collectors.joining(" > "));
        return true;
    }
}
