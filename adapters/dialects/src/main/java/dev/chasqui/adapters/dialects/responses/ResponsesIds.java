package dev.chasqui.adapters.dialects.responses;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of responses and items, which nobody can guess. */
final class ResponsesIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 20;

    private ResponsesIds() {}

    /** Returns a new id: the prefix, an underscore and 40 hexadecimal digits. */
    static String next(String prefix) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + "_" + HexFormat.of().formatHex(bytes);
    }
}
