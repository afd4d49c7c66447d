package dev.chasqui.application.responses;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The ids of what is kept: a prefix and 24 random bytes, which nobody guesses. */
public final class ResponseIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private ResponseIds() {}

    /**
     * Makes an id.
     *
     * @param prefix the kind of thing, such as {@code resp}
     */
    public static String make(String prefix) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + "_" + HexFormat.of().formatHex(bytes);
    }

    /** Returns true if something may have this id. */
    static boolean isPossible(String id) {
        return ID.matcher(id).matches();
    }
}
