package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

/**
 * The finder of e-mail addresses, in any script. Of a longer run of characters before the sign, the
 * last ones count, as many as an address may have.
 */
final class EmailAddresses implements Finder {
    private static final int MOST_LOCAL = 64;
    private static final int MOST_DOMAIN = 255;

    @Override
    public @Nullable Finding find(String text, int from, int at) {
        if (!isLocal(text.charAt(at))) {
            return null;
        }
        boolean first = at == from || !isLocal(text.charAt(at - 1));
        if (!first && !isAt(text, at + MOST_LOCAL)) {
            return null;
        }
        int sign = at;
        while (sign < text.length() && sign - at < MOST_LOCAL && isLocal(text.charAt(sign))) {
            sign++;
        }
        int start = at;
        while (start < sign && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        if (start == sign || !isAt(text, sign)) {
            return null;
        }
        int end = endOfDomain(text, sign + 1);
        return end < 0 ? null : new Finding(Kind.EMAIL, start, end);
    }

    /** Returns the end of a domain with at least two labels, the last one of letters; or -1. */
    private static int endOfDomain(String text, int from) {
        int end = -1;
        int label = from;
        while (label < text.length() && label - from < MOST_DOMAIN) {
            int next = label;
            boolean digits = false;
            while (next < text.length()
                    && next - from < MOST_DOMAIN
                    && isLabel(text.charAt(next))) {
                digits |= Chars.isDigit(text.charAt(next));
                next++;
            }
            int last = next;
            while (last > label && Chars.isHyphen(text.charAt(last - 1))) {
                last--;
            }
            if (last == label) {
                break;
            }
            if (label > from && last - label >= 2 && !(digits && allDigits(text, label, last))) {
                end = last;
            }
            if (next >= text.length() || text.charAt(next) != '.' || last < next) {
                break;
            }
            label = next + 1;
        }
        return end;
    }

    private static boolean allDigits(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> Chars.isDigit((char) c));
    }

    private static boolean isAt(String text, int index) {
        return index < text.length()
                && (text.charAt(index) == '@' || text.charAt(index) == '\uFF20');
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
    }

    private static boolean isLabel(char c) {
        return Character.isLetterOrDigit(c) || c == '-';
    }
}
