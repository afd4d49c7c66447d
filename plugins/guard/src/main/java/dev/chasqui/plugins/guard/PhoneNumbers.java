package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

/**
 * The finder of phone numbers: international ones ({@code +} or {@code 00}), ones with the area in
 * parentheses, ones that begin with 0, North American ones with separators, and Chinese mobile
 * numbers. Dates are none.
 */
final class PhoneNumbers implements Finder {
    /** The most digits of a phone number, by E.164. */
    private static final int MOST_DIGITS = 15;

    @Override
    public @Nullable Finding find(String text, int from, int at) {
        char first = text.charAt(at);
        boolean begins = first == '+' || first == '(' || Chars.isDigit(first);
        if (!begins || !Chars.beginsNumber(text, at) || (at > 0 && text.charAt(at - 1) == '+')) {
            return null;
        }
        DigitGroups groups = DigitGroups.at(text, first == '+' ? at + 1 : at, 3, true);
        for (int count = groups.size(); count > 0 && groups.total(count) >= 7; count--) {
            int end = groups.end(count);
            if (Chars.endsWord(text, end) && isPhone(first, groups, count)) {
                return new Finding(Kind.PHONE, at, end);
            }
        }
        return null;
    }

    private static boolean isPhone(char first, DigitGroups number, int count) {
        int total = number.total(count);
        char leading = number.digit(0);
        if (first == '+') {
            return total <= MOST_DIGITS && leading != '0';
        }
        if (first == '(') {
            return total >= 9 && total <= 13 && count >= 2 && number.separator(0) == ')';
        }
        if (leading == '0' && number.digit(1) == '0') {
            return total >= 10 && total <= MOST_DIGITS + 2 && number.digit(2) != '0';
        }
        if (leading == '0') {
            return total >= 9 && total <= 12 && isNational(number, count);
        }
        return (leading >= '2' && number.are(count, 3, 3, 4))
                || (leading == '1' && number.are(count, 1, 3, 3, 4))
                || isChineseMobile(number, count);
    }

    private static boolean isNational(DigitGroups number, int count) {
        if (count == 1) {
            return number.total(1) >= 10;
        }
        boolean date =
                count >= 3
                        && number.length(0) == 2
                        && number.length(1) == 2
                        && number.length(2) == 4
                        && number.separator(0) != ' ';
        for (int i = 0; i < count; i++) {
            if (number.length(i) < 2 || (i < count - 1 && number.separator(i) == '.')) {
                return false;
            }
        }
        return !date && number.length(0) <= 6;
    }

    private static boolean isChineseMobile(DigitGroups number, int count) {
        return number.total(count) == 11
                && number.digit(0) == '1'
                && number.digit(1) >= '3'
                && (count == 1 || number.are(count, 3, 4, 4));
    }
}
