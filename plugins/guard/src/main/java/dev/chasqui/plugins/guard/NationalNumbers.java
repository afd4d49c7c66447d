package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * The finder of national numbers whose check digits, together with their form, make them certain:
 * Belgium, Brazil (CPF), China, Finland, France (NIR), Germany (tax number), Italy (codice
 * fiscale), Norway, Poland (PESEL), Spain (DNI, NIE) and Sweden.
 */
final class NationalNumbers implements Finder {
    private static final String SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /** The values of 0 to 9 at odd places of a codice fiscale, and of A to J. */
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    @Override
    public @Nullable Finding find(String text, int from, int at) {
        if (!Chars.beginsNumber(text, at)) {
            return null;
        }
        int end = Chars.isDigit(text.charAt(at)) ? endOfDigits(text, at) : -1;
        if (end < 0) {
            end = endOfWord(text, at);
        }
        return end < 0 ? null : new Finding(Kind.ID, at, end);
    }

    private static int endOfDigits(String text, int at) {
        DigitGroups groups = DigitGroups.at(text, at, 1, false);
        for (int count = groups.size(); count > 0 && groups.total(count) >= 10; count--) {
            int end = groups.end(count);
            if (Chars.endsWord(text, end) && isNational(groups, count)) {
                return end;
            }
        }
        return -1;
    }

    private static boolean isNational(DigitGroups number, int count) {
        boolean whole = count == 1;
        return switch (number.total(count)) {
            case 10 ->
                    number.are(count, 6, 4)
                            && number.separatedBy(count, "-")
                            && isSwedish(number.digits(count));
            case 11 -> isOfElevenDigits(number, count);
            case 12 -> (whole || number.are(count, 8, 4)) && isLongSwedish(number.digits(count));
            case 15 -> number.separatedBy(count, " ") && isFrench(number.digits(count));
            case 18 -> whole && isChinese(number.digits(count));
            default -> false;
        };
    }

    private static boolean isOfElevenDigits(DigitGroups number, int count) {
        boolean whole = count == 1;
        boolean belgian = number.are(count, 2, 2, 2, 3, 2) || number.are(count, 6, 3, 2);
        boolean brazilian = whole || number.are(count, 3, 3, 3, 2);
        boolean norwegian = whole || number.are(count, 6, 5);
        boolean german = whole || number.are(count, 2, 3, 3, 3);
        if (!belgian && !brazilian && !norwegian && !german) {
            return false;
        }
        String digits = number.digits(count);
        return (belgian && isBelgian(digits))
                || (brazilian && isBrazilian(digits))
                || (norwegian && isNorwegian(digits))
                || (german && isGerman(digits))
                || (whole && isPolish(digits));
    }

    private static boolean isSwedish(String digits) {
        return CheckDigits.monthAndDay(digits.substring(2, 4), digits.substring(4, 6))
                && CheckDigits.luhn(digits);
    }

    private static boolean isLongSwedish(String digits) {
        return (digits.startsWith("19") || digits.startsWith("20"))
                && isSwedish(digits.substring(2));
    }

    private static boolean isBelgian(String digits) {
        long born = Long.parseLong(digits.substring(0, 9));
        int check = Integer.parseInt(digits.substring(9));
        return check == 97 - born % 97 || check == 97 - (2_000_000_000L + born) % 97;
    }

    private static boolean isBrazilian(String digits) {
        return digits.chars().distinct().count() > 1
                && cpf(digits, 9) == digits.charAt(9) - '0'
                && cpf(digits, 10) == digits.charAt(10) - '0';
    }

    private static int cpf(String digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (digits.charAt(i) - '0') * (count + 1 - i);
        }
        return sum * 10 % 11 % 10;
    }

    private static boolean isNorwegian(String digits) {
        return CheckDigits.monthAndDay(digits.substring(2, 4), digits.substring(0, 2))
                && CheckDigits.weighted(digits, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                && CheckDigits.weighted(digits, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
    }

    private static boolean isPolish(String digits) {
        int month = Integer.parseInt(digits.substring(2, 4)) % 20;
        return CheckDigits.monthAndDay(Integer.toString(month), digits.substring(4, 6))
                && CheckDigits.weighted(digits, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }

    /** Returns true for a German tax number: eight or nine of its first ten digits differ. */
    private static boolean isGerman(String digits) {
        long distinct = digits.substring(0, 10).chars().distinct().count();
        return digits.charAt(0) != '0'
                && (distinct == 9 || distinct == 8)
                && CheckDigits.mod11And10(digits);
    }

    private static boolean isFrench(String digits) {
        long person = Long.parseLong(digits.substring(0, 13));
        int month = Integer.parseInt(digits.substring(3, 5));
        return (digits.charAt(0) == '1' || digits.charAt(0) == '2')
                && month >= 1
                && month <= 12
                && Long.parseLong(digits.substring(13)) == 97 - person % 97;
    }

    private static boolean isChinese(String digits) {
        return CheckDigits.monthAndDay(digits.substring(10, 12), digits.substring(12, 14))
                && chineseCheck(digits) == digits.charAt(17);
    }

    private static char chineseCheck(String digits) {
        int sum = CheckDigits.weighted(digits, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        return "10X98765432".charAt(sum % 11);
    }

    /** Returns the end of a number with letters, or -1. */
    private static int endOfWord(String text, int at) {
        int end = at;
        while (end < text.length() && end - at <= 19 && isInWord(text, at, end)) {
            end++;
        }
        String word = text.substring(at, end).toUpperCase(Locale.ROOT);
        boolean found =
                switch (word.length()) {
                    case 9 -> isSpanish(word);
                    case 10 -> word.charAt(8) == '-' && isSpanish(word.replace("-", ""));
                    case 11 -> isFinnish(word);
                    case 16 -> isItalian(word);
                    case 18 ->
                            word.endsWith("X")
                                    && isDigits(word.substring(0, 17))
                                    && isChinese(word);
                    default -> false;
                };
        return found ? end : -1;
    }

    private static boolean isInWord(String text, int at, int end) {
        char c = text.charAt(end);
        return Chars.isAsciiLetterOrDigit(c) || ((c == '-' || c == '+') && end > at);
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> Chars.isAsciiDigit((char) c));
    }

    private static boolean isSpanish(String word) {
        int foreigner = word.isEmpty() ? -1 : "XYZ".indexOf(word.charAt(0));
        String number = foreigner < 0 ? word : foreigner + word.substring(1);
        return number.length() == 9
                && isDigits(number.substring(0, 8))
                && SPANISH_LETTERS.charAt(Integer.parseInt(number.substring(0, 8)) % 23)
                        == number.charAt(8);
    }

    private static boolean isFinnish(String word) {
        String digits = word.substring(0, 6) + word.substring(7, 10);
        return "+-ABCDEFUVWXY".indexOf(word.charAt(6)) >= 0
                && isDigits(digits)
                && CheckDigits.monthAndDay(digits.substring(2, 4), digits.substring(0, 2))
                && FINNISH_LETTERS.charAt(Integer.parseInt(digits) % 31) == word.charAt(10);
    }

    private static boolean isItalian(String word) {
        if (!word.chars().allMatch(c -> Chars.isAsciiLetterOrDigit((char) c))
                || !Chars.isAsciiLetter(word.charAt(0))
                || !Chars.isAsciiDigit(word.charAt(6))
                || !Chars.isAsciiLetter(word.charAt(8))
                || !Chars.isAsciiLetter(word.charAt(15))) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = word.charAt(i);
            int value = Chars.isAsciiDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
        }
        return 'A' + sum % 26 == word.charAt(15);
    }
}
