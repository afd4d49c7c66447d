package dev.chasqui.application.callers;

import dev.chasqui.domain.account.ApiKey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a key. A search for it in a map reveals nothing of the key by its duration, since
 * nobody can choose a key with a digest that begins like another.
 */
public record KeyDigest(long first, long second, long third, long fourth) {

    /** Copied, never fed. */
    private static final MessageDigest SHA_256 = find();

    /** Returns the digest of a key. */
    static KeyDigest of(String key) {
        return of(sha256(key));
    }

    /** Reads a digest from 64 hexadecimal digits. */
    static KeyDigest ofHex(String digits) {
        return of(HexFormat.of().parseHex(digits));
    }

    /** Returns the digest of a key as 64 hexadecimal digits. */
    static String hex(String key) {
        return HexFormat.of().formatHex(sha256(key));
    }

    /** Returns true if a stored key has this secret. */
    public static boolean isOf(String secret, ApiKey key) {
        return key.sha256().equals(hex(secret));
    }

    private static KeyDigest of(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new KeyDigest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    private static byte[] sha256(String text) {
        return newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of the first digest, which takes a tenth of the search for one. */
    private static MessageDigest newDigest() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the digests of this Java cannot be copied", e);
        }
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
