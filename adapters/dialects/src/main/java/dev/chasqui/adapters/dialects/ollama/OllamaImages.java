package dev.chasqui.adapters.dialects.ollama;

import java.util.Base64;
import java.util.Optional;

/**
 * Images in Ollama's form: raw base64 without a media type, which is recognised by the first bytes.
 */
final class OllamaImages {
    /**
     * The media type of a file of unknown kind; models that read images accept it, or report the
     * error.
     */
    private static final String USUAL = "image/png";

    private static final int SNIFFED_CHARS = 16;

    private OllamaImages() {}

    /** Returns the media type of an image; empty if the text is not base64. */
    static Optional<String> mediaType(String base64) {
        try {
            // This is a multiple of four characters, so that the cut does not look like an error.
            byte[] head =
                    Base64.getDecoder()
                            .decode(base64.substring(0, Math.min(SNIFFED_CHARS, base64.length())));
            return Optional.of(mediaType(head));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String mediaType(byte[] head) {
        if (beginsWith(head, 0xff, 0xd8, 0xff)) {
            return "image/jpeg";
        }
        if (beginsWith(head, 'G', 'I', 'F', '8')) {
            return "image/gif";
        }
        if (beginsWith(head, 'B', 'M')) {
            return "image/bmp";
        }
        // The four bytes between are the length.
        if (beginsWith(head, 'R', 'I', 'F', 'F') && head.length >= 12 && head[8] == 'W') {
            return "image/webp";
        }
        return USUAL;
    }

    private static boolean beginsWith(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
