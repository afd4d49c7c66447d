package dev.chasqui.adapters.embed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of words that the model knows, and their ids. Immutable.
 *
 * @param beginnings the pieces that words begin with, or whole words
 * @param continuations the pieces that go on inside a word, without the {@code ##} that marks them
 * @param longest how many characters the longest piece has
 */
record Vocabulary(
        Map<String, Integer> beginnings, Map<String, Integer> continuations, int longest) {
    private static final String CONTINUATION = "##";

    /**
     * Reads a file of UTF-8 with one piece a line; its id is the number of the line, from 0.
     *
     * @throws IOException if it cannot be read
     */
    static Vocabulary read(Path file) throws IOException {
        return of(Files.readAllLines(file, StandardCharsets.UTF_8));
    }

    /** The vocabulary of these pieces, in the order of their ids. */
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
     * The id of a piece that is there for sure.
     *
     * @throws IllegalStateException if it is not
     */
    int required(String piece) {
        Integer id = beginnings.get(piece);
        if (id == null) {
            throw new IllegalStateException("the vocabulary has no " + piece);
        }
        return id;
    }
}
