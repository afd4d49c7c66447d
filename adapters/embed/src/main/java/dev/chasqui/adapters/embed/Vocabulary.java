package dev.chasqui.adapters.embed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The vocabulary of the model: pieces of words and their ids. Not changed after it is made, so safe
 * for use by several threads.
 *
 * @param beginnings the ids of the pieces at the beginning of a word, and of whole words
 * @param continuations the ids of the pieces inside a word, by the piece without the {@code ##}
 *     that marks it in the file
 * @param longest the length of the longest piece, in {@code char}s with the {@code ##}; no piece is
 *     longer
 */
record Vocabulary(
        Map<String, Integer> beginnings, Map<String, Integer> continuations, int longest) {
    private static final String CONTINUATION = "##";

    /**
     * Reads a vocabulary from a file in UTF-8 with one piece a line. The id of a piece is the
     * number of its line, from 0.
     *
     * @throws IOException if the file cannot be read
     */
    static Vocabulary read(Path file) throws IOException {
        return of(Files.readAllLines(file, StandardCharsets.UTF_8));
    }

    /** Makes a vocabulary of these pieces, which are in the order of their ids. */
    static Vocabulary of(List<String> pieces) {
        Map<String, Integer> beginnings = HashMap.newHashMap(pieces.size());
        Map<String, Integer> continuations = HashMap.newHashMap(pieces.size() / 4);
        int longest = 0;
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            if (piece.startsWith(CONTINUATION)) {
                continuations.put(piece.substring(CONTINUATION.length()), id);
            } else {
                beginnings.put(piece, id);
            }
            longest = Math.max(longest, piece.length());
        }
        return new Vocabulary(beginnings, continuations, longest);
    }

    /**
     * Returns the id of a piece that every vocabulary must have, such as {@code [CLS]}.
     *
     * @throws IllegalStateException if this vocabulary does not have the piece
     */
    int required(String piece) {
        Integer id = beginnings.get(piece);
        if (id == null) {
            throw new IllegalStateException("the vocabulary has no " + piece);
        }
        return id;
    }
}
