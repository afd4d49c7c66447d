package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The finder of payment card numbers (Luhn), IBANs and national bank account numbers (modulo 97).
 */
final class MoneyNumbers implements Finder {
    /** The lengths of IBANs by country, from the registry of ISO 13616. */
    private static final Map<String, Integer> IBAN_LENGTHS =
            lengths(
                    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28"
                            + " CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22"
                            + " GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27"
                            + " JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22"
                            + " MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25"
                            + " QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25"
                            + " SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private static Map<String, Integer> lengths(String table) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : table.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }

    @Override
    public @Nullable Finding find(String text, int from, int at) {
        char first = text.charAt(at);
        if (!Chars.beginsNumber(text, at)) {
            return null;
        }
        if (Chars.isAsciiLetter(first)) {
            return iban(text, at);
        }
        if (!Chars.isDigit(first)) {
            return null;
        }
        DigitGroups groups = DigitGroups.at(text, at, 1, false);
        for (int count = groups.size(); count > 0 && groups.total(count) >= 12; count--) {
            int end = groups.end(count);
            if (!Chars.endsWord(text, end)) {
                continue;
            }
            if (isCard(groups, count)) {
                return new Finding(Kind.CARD, at, end);
            }
            if (isAccount(groups, count)) {
                return new Finding(Kind.ACCOUNT, at, end);
            }
        }
        return null;
    }

    private static boolean isCard(DigitGroups groups, int count) {
        int total = groups.total(count);
        return total >= 13
                && total <= 19
                && groups.digit(0) >= '2'
                && groups.digit(0) <= '6'
                && groups.separatedBy(count, " -")
                && isGroupedAsCard(groups, count)
                && CheckDigits.luhn(groups.digits(count));
    }

    private static boolean isGroupedAsCard(DigitGroups groups, int count) {
        if (count == 1 || groups.are(count, 4, 6, 5) || groups.are(count, 4, 6, 4)) {
            return true;
        }
        for (int i = 0; i < count - 1; i++) {
            if (groups.length(i) != 4) {
                return false;
            }
        }
        return groups.length(count - 1) <= 4;
    }

    private static boolean isAccount(DigitGroups groups, int count) {
        if (groups.are(count, 3, 7, 2) && groups.separatedBy(count, "-")) {
            // Belgium: the last two digits are the rest of the others, and 97 for none.
            String digits = groups.digits(count);
            int rest = CheckDigits.mod97(digits.substring(0, 10));
            return Integer.parseInt(digits.substring(10)) == (rest == 0 ? 97 : rest);
        }
        if (groups.are(count, 21) || groups.are(count, 4, 4, 11, 2)) {
            // Portugal's NIB.
            return CheckDigits.mod97(groups.digits(count)) == 1;
        }
        if (groups.are(count, 23) || groups.are(count, 5, 5, 11, 2)) {
            // France's RIB.
            String digits = groups.digits(count);
            long bank = Long.parseLong(digits.substring(0, 5));
            long branch = Long.parseLong(digits.substring(5, 10));
            long account = Long.parseLong(digits.substring(10, 21));
            long key = Long.parseLong(digits.substring(21));
            return key != 0 && (89 * bank + 15 * branch + 3 * account + key) % 97 == 0;
        }
        return false;
    }

    private static @Nullable Finding iban(String text, int at) {
        if (at + 15 > text.length()
                || !Chars.isAsciiLetter(text.charAt(at + 1))
                || !Chars.isAsciiDigit(text.charAt(at + 2))) {
            return null;
        }
        String country = text.substring(at, at + 2).toUpperCase(Locale.ROOT);
        Integer length = IBAN_LENGTHS.get(country);
        if (length == null) {
            return null;
        }
        StringBuilder written = new StringBuilder();
        int end = at;
        while (end < text.length() && written.length() < length) {
            char c = text.charAt(end);
            if (Chars.isAsciiLetterOrDigit(c)) {
                written.append(Character.toUpperCase(c));
            } else if (!(Chars.isSpace(c) || Chars.isHyphen(c))
                    || !Chars.isAsciiLetterOrDigit(text.charAt(end - 1))) {
                return null;
            }
            end++;
        }
        if (written.length() < length || !Chars.endsWord(text, end)) {
            return null;
        }
        String turned = written.substring(4) + written.substring(0, 4);
        return CheckDigits.mod97(turned) == 1 ? new Finding(Kind.IBAN, at, end) : null;
    }
}
