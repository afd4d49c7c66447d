package dev.chasqui.plugins.rag;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scanner that finds the numbers an answer cites: {@code [1]}, {@code [1, 2]}, {@code [1-3]}. The
 * text may come in pieces of any size: the part from the last open bracket on is kept until its end
 * arrives. Used by one thread.
 */
final class CitationScanner {

    /** Matches a citation; the group is the text between the brackets. */
    static final Pattern CITATION =
            Pattern.compile("\\[(\\d{1,4}(?:\\s{0,2}[,;–-]\\s{0,2}\\d{1,4}){0,99})\\]");

    private static final Pattern NUMBER_OR_RANGE =
            Pattern.compile("(\\d{1,4})(?:\\s*[–-]\\s*(\\d{1,4}))?");

    /** More characters than any citation has; an open bracket this far back begins no citation. */
    private static final int MAX_LENGTH = 500;

    private final StringBuilder open = new StringBuilder();
    private final SortedSet<Integer> numbers = new TreeSet<>();

    /** Reads the next piece of the answer. */
    void read(String text) {
        open.append(text);
        Matcher citation = CITATION.matcher(open);
        int end = 0;
        while (citation.find()) {
            add(citation.group(1));
            end = citation.end();
        }
        int begun = open.lastIndexOf("[");
        boolean mayGoOn = begun >= end && open.length() - begun < MAX_LENGTH;
        open.delete(0, mayGoOn ? begun : open.length());
    }

    /** Returns the numbers cited so far, including numbers without a passage. */
    SortedSet<Integer> numbers() {
        return numbers;
    }

    private void add(String inBrackets) {
        Matcher matcher = NUMBER_OR_RANGE.matcher(inBrackets);
        while (matcher.find()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
    }
}
