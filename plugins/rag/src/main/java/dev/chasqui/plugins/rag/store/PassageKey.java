package dev.chasqui.plugins.rag.store;

import org.apache.lucene.util.BytesRef;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The identity of a passage: of its document, with all that is known of that, and its position. A
 * vector entry has the key of its passage, so a passage of a changed document never gets the vector
 * of an older one. Immutable.
 */
final class PassageKey {
    private static final int REVISION_BYTES = 12;

    private final byte[] bytes;

    private PassageKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a digest of a document's version, title and metadata: the prefix of its keys. */
    static byte[] revision(StoredDocument document) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, document.name());
            add(digest, document.version());
            add(digest, document.type());
            add(digest, document.language());
            add(digest, document.title().orElse(""));
            add(digest, document.dated().toString());
            new TreeMap<>(document.metadata())
                    .forEach(
                            (key, value) -> {
                                add(digest, key);
                                add(digest, value);
                            });
            return Arrays.copyOf(digest.digest(), REVISION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    static PassageKey of(byte[] revision, int position) {
        return new PassageKey(
                ByteBuffer.allocate(REVISION_BYTES + Integer.BYTES)
                        .put(revision)
                        .putInt(position)
                        .array());
    }

    /** Returns the key as a term of the index, which must not be changed. */
    BytesRef bytes() {
        return new BytesRef(bytes);
    }

    /** Returns a number that two keys share by chance once in 2^64. */
    static long number(BytesRef key) {
        ByteBuffer parts = ByteBuffer.wrap(key.bytes, key.offset, key.length);
        return parts.getLong() ^ (parts.getLong() * 0x9E3779B97F4A7C15L);
    }
}
