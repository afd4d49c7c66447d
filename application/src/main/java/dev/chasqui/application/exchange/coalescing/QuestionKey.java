package dev.chasqui.application.exchange.coalescing;

import dev.chasqui.domain.json.Json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of a question: the SHA-256 of all that can change its answer, and of the rights to
 * it.
 */
public record QuestionKey(String sha256) {

    /** Returns the key of these parts. */
    public static QuestionKey of(List<Json> parts) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(new Json.Arr(parts).toBytes());
            return new QuestionKey(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
