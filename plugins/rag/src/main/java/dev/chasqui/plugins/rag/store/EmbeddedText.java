package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Passage;

import org.apache.lucene.util.BytesRef;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The text of a passage from which its vector is made: title, headings and body. */
final class EmbeddedText {
    private static final int DIGEST_BYTES = 16;

    private EmbeddedText() {}

    /**
     * Returns the text.
     *
     * @param before the words that the model wants in front
     */
    static String of(String before, Passage passage) {
        String title = passage.place().title().orElse("");
        // Documents often begin with their title as a heading; twice would weigh too much.
        boolean repeated =
                passage.place().heading().startsWith(title) || passage.text().startsWith(title);
        return before + (title.isEmpty() || repeated ? "" : title + "\n") + passage.quoted();
    }

    /** Returns a digest of the text. Vectors of texts with the same digest are the same. */
    static BytesRef digest(String text) {
        try {
            byte[] bytes =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return new BytesRef(Arrays.copyOf(bytes, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
