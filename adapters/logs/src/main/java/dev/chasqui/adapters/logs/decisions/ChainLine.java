package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One line of the chain.
 *
 * @param seq its number, from 1
 * @param prev the hash of the line before it
 * @param hash its own hash
 * @param content all of its members
 */
record ChainLine(long seq, String prev, String hash, Json.Obj content) {
    /** The hash before the first line. */
    static final String NOTHING = "0".repeat(64);

    /** The members of each line. */
    static final String SEQ = "seq";

    static final String PREV = "prev";
    static final String HASH = "hash";

    private static final String BEFORE_HASH = ",\"hash\":\"";
    private static final String AFTER_HASH = "\"}";

    /** Makes the line that follows another one. */
    static ChainLine after(long seq, String prev, Json.Obj entry) {
        Json.Obj unsigned =
                Json.Obj.EMPTY.with(SEQ, Json.of(seq)).withAll(entry).with(PREV, Json.of(prev));
        String hash = sha256(unsigned.toBytes());
        return new ChainLine(seq, prev, hash, unsigned.with(HASH, Json.of(hash)));
    }

    /** Returns its time; far in the future if it has none. */
    Instant at() {
        try {
            return content.text("at").map(Instant::parse).orElse(Instant.MAX);
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }

    /** Returns its bytes, with the end of the line. */
    byte[] bytes() {
        return (content + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a line without its end; empty if it is none, or its hash is not that of its bytes. */
    static Optional<ChainLine> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int at = text.lastIndexOf(BEFORE_HASH);
        if (at < 0 || !text.endsWith(AFTER_HASH)) {
            return Optional.empty();
        }
        String hash = text.substring(at + BEFORE_HASH.length(), text.length() - 2);
        int tail = BEFORE_HASH.length() + hash.length() + AFTER_HASH.length();
        MessageDigest digest = digest();
        digest.update(bytes, 0, Math.max(0, bytes.length - tail));
        digest.update((byte) '}');
        return HexFormat.of().formatHex(digest.digest()).equals(hash)
                ? parsed(bytes, hash)
                : Optional.empty();
    }

    private static Optional<ChainLine> parsed(byte[] bytes, String hash) {
        try {
            return JsonReader.read(bytes) instanceof Json.Obj content
                            && content.get(SEQ).orElse(null) instanceof Json.Num seq
                            && content.text(PREV).isPresent()
                    ? Optional.of(
                            new ChainLine(seq.longValue(), content.text(PREV).get(), hash, content))
                    : Optional.empty();
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    /** Returns the SHA-256 of bytes in hexadecimal digits. */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Returns a new SHA-256. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
