package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The choice of frames of backends that a client can receive unchanged. It replaces the model's
 * name in them by the one that the client asked for, which may be an alias.
 */
final class OllamaFrames {
    private final Frame.Kind kind;
    private final byte[] textMember;
    private final byte[] modelName;
    private final byte[] usualBeginning;

    OllamaFrames(OllamaReplyWriter writer, Frame.Kind kind) {
        this.kind = kind;
        this.textMember = utf8(Json.of(writer.path().ownMember()) + ":");
        this.modelName = Json.of(writer.model()).toBytes();
        this.usualBeginning = utf8("{\"model\":" + Json.of(writer.model()) + ",");
    }

    /**
     * Returns true if a frame is of the client's dialect, kind and operation.
     *
     * <p>An agent may have asked {@code /api/chat} on behalf of a client of {@code /api/generate}.
     * The quoted name of the member cannot stand within a string, which would escape the quotes.
     */
    boolean fits(Frame frame) {
        return frame.dialect().equals(Dialect.OLLAMA)
                && frame.kind() == kind
                && contains(frame.bytes(), textMember);
    }

    /** Returns the frame's bytes with the model's name as the client sent it. */
    byte[] bytes(Frame frame) {
        byte[] bytes = frame.bytes();
        if (startsWith(bytes, usualBeginning, 0)) {
            return bytes;
        }
        BodyScan scan = BodyScan.of(bytes);
        return scan.has("model") ? new Splice(scan).set("model", modelName).bytes() : bytes;
    }

    private static boolean contains(byte[] bytes, byte[] sought) {
        for (int i = 0; i <= bytes.length - sought.length; i++) {
            if (bytes[i] == sought[0] && startsWith(bytes, sought, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, byte[] sought, int at) {
        return bytes.length - at >= sought.length
                && Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
