package dev.chasqui.plugins.guard;

import dev.chasqui.domain.json.Json;

import java.util.Set;

/**
 * The recognition of members that hold the bytes of a file or a value that only a provider reads:
 * an edit would break them, and no search can read them. The form of the text is not enough, since
 * a column of numbers looks like base64, too: the object around it must say so.
 */
final class FileBytes {
    /** The least length of base64 that is taken for bytes. */
    private static final int LEAST_BYTES = 512;

    /** The members that a provider signs or encrypts. */
    private static final Set<String> SEALED = Set.of("signature", "encrypted_content");

    private FileBytes() {}

    /** Returns true if a member of an object is bytes. */
    static boolean isMember(Json.Obj object, String name, String text) {
        return text.length() >= LEAST_BYTES
                && (isDataUrl(text) || (isNamedBytes(object, name) && isBase64(text, 0)));
    }

    /** Returns true for a data URL with base64. */
    static boolean isDataUrl(String text) {
        int comma = text.startsWith("data:") ? text.indexOf(',') : -1;
        return comma >= 0
                && text.substring(0, comma).endsWith(";base64")
                && isBase64(text, comma + 1);
    }

    private static boolean isNamedBytes(Json.Obj object, String name) {
        return switch (name) {
            case "data" ->
                    object.text("type")
                                    .filter(
                                            type ->
                                                    type.equals("base64")
                                                            || type.equals("redacted_thinking"))
                                    .isPresent()
                            || object.text("format").isPresent();
            case "file_data" -> true;
            default -> SEALED.contains(name);
        };
    }

    private static boolean isBase64(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Chars.isBase64Url(c) && "+/=\r\n".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
