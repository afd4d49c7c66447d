package dev.chasqui.plugins.guard;

/**
 * A number as it is written: groups of digits with separators between them. Reading it takes one
 * pass over a bounded number of characters and makes no text. Used by one thread.
 */
final class DigitGroups {
    /** More groups and more digits than any number has. */
    private static final int MOST_GROUPS = 8;

    private static final int MOST_DIGITS = 26;

    private final char[] digits = new char[MOST_DIGITS];
    private final char[] separators = new char[MOST_GROUPS];
    private final int[] totals = new int[MOST_GROUPS + 1];
    private final int[] ends = new int[MOST_GROUPS];
    private int size;

    /**
     * Reads the groups from this index on; none if there is no digit.
     *
     * @param mostSeparators the most characters between two groups, and before the first one
     * @param parentheses true if a separator may be a parenthesis
     */
    static DigitGroups at(String text, int at, int mostSeparators, boolean parentheses) {
        DigitGroups groups = new DigitGroups();
        int next = at;
        if (parentheses && next < text.length() && text.charAt(next) == '(') {
            next++;
        }
        while (groups.size < MOST_GROUPS) {
            int end = groups.readGroup(text, next);
            if (end < 0) {
                break;
            }
            next = end;
            char first = next < text.length() ? separator(text.charAt(next), parentheses) : 0;
            groups.separators[groups.size - 1] = first;
            int behind = next;
            while (behind < text.length()
                    && behind - next < mostSeparators
                    && separator(text.charAt(behind), parentheses) != 0) {
                behind++;
            }
            if (behind == next) {
                break;
            }
            next = behind;
        }
        return groups;
    }

    private int readGroup(String text, int from) {
        int total = totals[size];
        int end = from;
        while (end < text.length() && Chars.isDigit(text.charAt(end))) {
            if (total == MOST_DIGITS) {
                return -1;
            }
            digits[total++] = (char) ('0' + Character.digit(text.charAt(end), 10));
            end++;
        }
        if (end == from) {
            return -1;
        }
        ends[size] = end;
        totals[++size] = total;
        return end;
    }

    private static char separator(char c, boolean parentheses) {
        if (Chars.isSpace(c)) {
            return ' ';
        }
        if (Chars.isHyphen(c)) {
            return '-';
        }
        return c == '.' || c == '/' || (parentheses && (c == '(' || c == ')')) ? c : 0;
    }

    /** Returns the number of groups. */
    int size() {
        return size;
    }

    /** Returns the number of digits of the first groups together. */
    int total(int count) {
        return totals[count];
    }

    /** Returns the digits of the first groups without separators, as ASCII. */
    String digits(int count) {
        return new String(digits, 0, totals[count]);
    }

    /** Returns a digit as ASCII. */
    char digit(int index) {
        return digits[index];
    }

    /** Returns the number of digits of a group. */
    int length(int group) {
        return totals[group + 1] - totals[group];
    }

    /** Returns the index in the text behind the last of the first groups. */
    int end(int count) {
        return ends[count - 1];
    }

    /** Returns the first separator behind a group: {@code ' '} or {@code '-'} for all of a kind. */
    char separator(int group) {
        return separators[group];
    }

    /** Returns true if the first groups are these many, of these lengths. */
    boolean are(int count, int... lengths) {
        if (lengths.length != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (length(i) != lengths[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if the separators between the first groups are all among these. */
    boolean separatedBy(int count, String allowed) {
        for (int i = 0; i < count - 1; i++) {
            if (allowed.indexOf(separators[i]) < 0) {
                return false;
            }
        }
        return true;
    }
}
