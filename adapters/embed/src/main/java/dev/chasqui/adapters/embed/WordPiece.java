package dev.chasqui.adapters.embed;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * The tokenizer of BERT's models whose words are in small letters: accents are left out,
 * punctuation and ideographs are words, and each word is cut into the longest pieces that the
 * vocabulary has, from its beginning on.
 *
 * <p>The marks of the model, such as {@code [SEP]}, are ordinary text where a text has them. Text
 * is read once and character by character: memory does not grow with it. Safe for use by several
 * threads.
 */
final class WordPiece {
    /** In characters; a longer word is an unknown one. */
    private static final int LONGEST_WORD = 100;

    /** The number of words between two looks at whether anybody waits for the rest. */
    private static final int WORDS_PER_CHECK = 10_000;

    private final Vocabulary vocabulary;
    private final int beginning;
    private final int end;
    private final int unknown;

    WordPiece(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.beginning = vocabulary.required("[CLS]");
        this.end = vocabulary.required("[SEP]");
        this.unknown = vocabulary.required("[UNK]");
    }

    /**
     * Reads a text; what does not fit is counted.
     *
     * @param most how many tokens there may be with the marks of beginning and end, at least 2
     * @param checkpoint is run now and then, and ends the reading by what it throws
     */
    Tokens read(String text, int most, Runnable checkpoint) {
        Reading reading = new Reading(most, checkpoint);
        text.codePoints().forEach(reading::take);
        return reading.finish();
    }

    /** The state of one text's reading. */
    private final class Reading {
        private final Runnable checkpoint;
        private final StringBuilder word = new StringBuilder(2 * LONGEST_WORD);
        private int characters;
        private int words;
        private int[] ids;
        private final int room;
        private int count;

        private Reading(int most, Runnable checkpoint) {
            this.checkpoint = checkpoint;
            this.room = most - 1;
            this.ids = new int[Math.min(most, 16)];
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

        /** Alone, not the text as a whole: to sort endless accents would take for ever. */
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

        private void append(int character) {
            characters++;
            if (characters <= LONGEST_WORD) {
                word.appendCodePoint(character);
            }
        }

        private void endWord() {
            if (characters == 0) {
                return;
            }
            words++;
            if (words % WORDS_PER_CHECK == 0) {
                checkpoint.run();
            }
            int before = count;
            if (characters > LONGEST_WORD || !addPieces()) {
                count = before;
                add(unknown);
            }
            word.setLength(0);
            characters = 0;
        }

        /** Adds the pieces of the word; false if there is a part that no piece fits. */
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

        private void add(int id) {
            if (count < room) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, Math.min(room, 2 * ids.length));
                }
                ids[count] = id;
            }
            count++;
        }

        private Tokens finish() {
            endWord();
            int length = Math.min(count, room);
            int[] all = Arrays.copyOf(ids, length + 1);
            all[length] = end;
            return new Tokens(all, count + 1);
        }
    }
}
