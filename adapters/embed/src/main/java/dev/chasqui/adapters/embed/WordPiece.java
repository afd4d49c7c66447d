package dev.chasqui.adapters.embed;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * The WordPiece tokenizer of uncased BERT models.
 *
 * <p>It first divides the text into words: letters become lower case, accents are dropped, and each
 * punctuation character and each ideograph is a word of its own. Then it divides each word into
 * pieces, from left to right: each piece is the longest one of the vocabulary that fits at its
 * place. A word with a part that no piece fits becomes {@code [UNK]} as a whole.
 *
 * <p>The text is read once, character by character, and only the current word and the ids that are
 * kept are in memory, so memory does not grow with the text. A special token such as {@code [SEP]}
 * that occurs in the text is ordinary text.
 *
 * <p>Safe for use by several threads: each call has a state of its own.
 */
final class WordPiece {
    /** The maximum length of a word in characters; a longer word becomes {@code [UNK]}. */
    private static final int MAX_WORD_LENGTH = 100;

    /** The number of words between two calls of the checkpoint, which may end the reading. */
    private static final int WORDS_PER_CHECKPOINT = 10_000;

    private final Vocabulary vocabulary;
    private final int beginning;
    private final int end;
    private final int unknown;

    /**
     * Makes a tokenizer.
     *
     * @param vocabulary the pieces of the model
     * @throws IllegalStateException if it has no {@code [CLS]}, {@code [SEP]} or {@code [UNK]}
     */
    WordPiece(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.beginning = vocabulary.required("[CLS]");
        this.end = vocabulary.required("[SEP]");
        this.unknown = vocabulary.required("[UNK]");
    }

    /**
     * Returns the tokens of a text. Tokens beyond the maximum are counted, but not kept.
     *
     * @param maxTokens the maximum number of tokens, including {@code [CLS]} and {@code [SEP]}; at
     *     least 2
     * @param checkpoint a task that is run after every 10,000 words; it ends the reading if it
     *     throws
     */
    Tokens read(String text, int maxTokens, Runnable checkpoint) {
        Reading reading = new Reading(maxTokens, checkpoint);
        text.codePoints().forEach(reading::take);
        return reading.finish();
    }

    /**
     * The state of reading one text: the current word and the ids so far. For use by one thread.
     */
    private final class Reading {
        private final Runnable checkpoint;
        private final StringBuilder word = new StringBuilder(2 * MAX_WORD_LENGTH);
        private int wordLength;
        private int words;
        private int[] ids;
        private final int capacity;
        private int count;

        private Reading(int maxTokens, Runnable checkpoint) {
            this.checkpoint = checkpoint;
            this.capacity = maxTokens - 1;
            this.ids = new int[Math.min(maxTokens, 16)];
            add(beginning);
        }

        private void take(int character) {
            if (Characters.isSpace(character)) {
                endWord();
            } else if (Characters.isIgnored(character)) {
                return;
            } else if (character <= 0x7F) {
                takePlain(Character.toLowerCase(character));
            } else if (Characters.isIdeograph(character)) {
                endWord();
                takeDecomposed(character);
                endWord();
            } else {
                takeDecomposed(character);
            }
        }

        /**
         * Decomposes a character, drops its accents, and takes the rest in lower case. Each
         * character is decomposed alone. For the whole text, the normalizer would sort each run of
         * accents, which takes hours if the run has millions of them.
         */
        private void takeDecomposed(int character) {
            Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
                    .codePoints()
                    .filter(part -> !Characters.isAccent(part))
                    .map(Character::toLowerCase)
                    .forEach(this::takePlain);
        }

        private void takePlain(int character) {
            if (Characters.isSpace(character)) {
                endWord();
            } else if (Characters.isPunctuation(character)) {
                endWord();
                append(character);
                endWord();
            } else {
                append(character);
            }
        }

        /** Appends a character to the word. Beyond the maximum length it is only counted. */
        private void append(int character) {
            wordLength++;
            if (wordLength <= MAX_WORD_LENGTH) {
                word.appendCodePoint(character);
            }
        }

        /** Adds the tokens of the current word, if there is one, and begins the next word. */
        private void endWord() {
            if (wordLength == 0) {
                return;
            }
            words++;
            if (words % WORDS_PER_CHECKPOINT == 0) {
                checkpoint.run();
            }
            int before = count;
            if (wordLength > MAX_WORD_LENGTH || !addPieces()) {
                count = before;
                add(unknown);
            }
            word.setLength(0);
            wordLength = 0;
        }

        /**
         * Adds the pieces of the word.
         *
         * @return false if no piece fits at some place; the pieces before it are then already added
         */
        private boolean addPieces() {
            int from = 0;
            while (from < word.length()) {
                Map<String, Integer> pieces =
                        from == 0 ? vocabulary.beginnings() : vocabulary.continuations();
                int to = Math.min(word.length(), from + vocabulary.longest());
                Integer id = null;
                for (; to > from; to--) {
                    id = pieces.get(word.substring(from, to));
                    if (id != null) {
                        break;
                    }
                }
                if (id == null) {
                    return false;
                }
                add(id);
                from = to;
            }
            return true;
        }

        /** Adds a token. Beyond the capacity it is only counted. */
        private void add(int id) {
            if (count < capacity) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, Math.min(capacity, 2 * ids.length));
                }
                ids[count] = id;
            }
            count++;
        }

        private Tokens finish() {
            endWord();
            int length = Math.min(count, capacity);
            int[] all = Arrays.copyOf(ids, length + 1);
            all[length] = end;
            return new Tokens(all, count + 1);
        }
    }
}
