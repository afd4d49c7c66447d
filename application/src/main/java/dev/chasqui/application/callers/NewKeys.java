package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.CallerStore.Stored;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The making and the form of secrets and ids of keys. Safe for use by several threads. */
public final class NewKeys {
    /** The beginning of each secret, by which a key is known as one. */
    private static final String PREFIX = "chsq_";

    /** The same for those of the config. */
    private static final String PREFIX_OF_CONFIG = "chq_";

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 8;

    private static final SecureRandom RANDOM = new SecureRandom();

    private NewKeys() {}

    /** Returns a new secret. */
    public static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns true if a text looks like a secret, so that it must not be repeated. */
    static boolean isLikeOne(String text) {
        return text.startsWith(PREFIX) || text.startsWith(PREFIX_OF_CONFIG);
    }

    /** Returns an id that no stored key has. */
    static String freeId(Stored stored) {
        while (true) {
            byte[] bytes = new byte[ID_BYTES];
            RANDOM.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            if (stored.keys().stream().noneMatch(key -> key.id().equals(id))) {
                return id;
            }
        }
    }
}
