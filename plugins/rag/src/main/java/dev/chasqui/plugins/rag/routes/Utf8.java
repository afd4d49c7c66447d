package dev.chasqui.plugins.rag.routes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The question whether bytes are UTF-8. */
final class Utf8 {
    private Utf8() {}

    /** Whether all of these bytes are. */
    static boolean isWhole(byte[] bytes) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
