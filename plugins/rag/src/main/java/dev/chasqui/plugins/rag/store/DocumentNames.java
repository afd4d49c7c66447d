package dev.chasqui.plugins.rag.store;

import java.util.regex.Pattern;

/** The words in the names of documents, which are mostly paths of files. */
final class DocumentNames {
    /** Signs between words, and the place where a small letter is followed by a capital one. */
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[/\\\\._#?&=+:-]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private DocumentNames() {}

    /** Returns the words of a name, as in {@code travel costs md} of {@code travel/costs.md}. */
    static String words(String name) {
        return BETWEEN_WORDS.matcher(name).replaceAll(" ");
    }
}
