package dev.chasqui.plugins.rag.filestore;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids that nobody can guess. */
final class Ids {
    private static final int BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    static String random(String prefix) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
