package dev.chasqui.plugins.rag.routes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8. */
final class Utf8Check {
    private Utf8Check() {}

    /** Returns true if all of these bytes are UTF-8. */
    static boolean isWhole(byte[] bytes) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
