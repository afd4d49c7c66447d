package dev.chasqui.adapters.hub;

import java.time.Duration;
import java.util.Locale;

/** The formatting of sizes and times for messages. */
final class HumanReadable {
    private static final int THOUSAND = 1000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private HumanReadable() {}

    /** Formats a number of bytes with one digit after the point, in decimal units: 806.1 MB. */
    static String bytes(long count) {
        if (count < THOUSAND) {
            return count + " B";
        }
        double amount = count;
        int unit = -1;
        while (amount >= THOUSAND && unit + 1 < UNITS.length) {
            amount /= THOUSAND;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** Formats a time in seconds, or in milliseconds if it is shorter than one. */
    static String time(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
