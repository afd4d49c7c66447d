package dev.chasqui.plugins.guard;

/** The rules of check digits that several kinds of numbers share. */
final class CheckDigits {
    private CheckDigits() {}

    /** Returns true if the last digit is right by Luhn's rule (ISO/IEC 7812). */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /**
     * Returns the remainder of division by 97, with letters as two digits from 10 to 35 (ISO 7064).
     *
     * @param text ASCII letters in upper case and digits
     */
    static int mod97(String text) {
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            rest =
                    Chars.isAsciiDigit(c)
                            ? (rest * 10 + c - '0') % 97
                            : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest;
    }

    /** Returns the sum of the digits, each times its weight. */
    static int weighted(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits.charAt(i) - '0') * weights[i];
        }
        return sum;
    }

    /** Returns true if the last of 11 digits is right by ISO 7064, mod 11, 10. */
    static boolean mod11And10(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        int check = 11 - product;
        return (check == 10 ? 0 : check) == digits.charAt(digits.length() - 1) - '0';
    }

    /** Returns true if these could be a month and a day of it. */
    static boolean monthAndDay(String month, String day) {
        int m = Integer.parseInt(month);
        int d = Integer.parseInt(day);
        return m >= 1 && m <= 12 && d >= 1 && d <= 31;
    }
}
