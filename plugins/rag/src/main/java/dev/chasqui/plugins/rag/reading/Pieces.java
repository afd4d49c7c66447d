package dev.chasqui.plugins.rag.reading;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts a text into pieces, one after another and without a gap. One pass over the characters;
 * nothing is copied, and no text makes a piece of more than some hundred characters of a word, so
 * that 50 MB of one letter are as harmless as prose. Used by one thread.
 *
 * <p>Tokens are guessed, since no tokenizer is at hand: one for up to five letters of a word, one
 * for any other sign. For English prose this comes to some 1.3 a word, as models count.
 */
final class Pieces implements Iterator<Piece> {
    /** A piece has to fit into what passages share. */
    static final int MOST_TOKENS = 64;

    private static final int LETTERS_PER_TOKEN = 5;
    private static final int LONGEST_WORD = 60;
    private static final int BLANKS_PER_TOKEN = 16;

    private final String text;
    private final boolean marksHeadings;
    private final Headings headings = new Headings();
    private int at;
    private boolean paragraph = true;
    private boolean lineStart = true;

    Pieces(Content content) {
        this.text = content.text();
        this.marksHeadings = content.kind().marksHeadings();
    }

    @Override
    public boolean hasNext() {
        return at < text.length();
    }

    @Override
    public Piece next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the text is at its end");
        }
        int start = at;
        boolean startsParagraph = paragraph;
        int heading = lineStart && marksHeadings ? headingLength() : 0;
        if (heading > 0) {
            int tokens = heading / LETTERS_PER_TOKEN + 1;
            at += heading;
            skipBlanks(BLANKS_PER_TOKEN);
            paragraph = true;
            lineStart = true;
            return new Piece(
                    start, at, Math.min(tokens, MOST_TOKENS), true, true, headings.above());
        }
        int tokens = readSentence();
        return new Piece(start, at, tokens, startsParagraph, false, headings.path());
    }

    /** How long the heading that begins here is, with what underlines it; 0 if there is none. */
    private int headingLength() {
        CharSequence line = line(at);
        if (headings.enter(line)) {
            return line.length();
        }
        int below = at + line.length() + 1;
        if (!paragraph || below >= text.length()) {
            return 0;
        }
        return headings.enter(line, line(below)) ? below + line(below).length() - at : 0;
    }

    /** Reads on to the end of the sentence or of what a piece may hold; returns its tokens. */
    private int readSentence() {
        paragraph = false;
        lineStart = false;
        int start = at;
        int tokens = 0;
        while (at < text.length()) {
            int word = wordEnd(at);
            int more = Math.ceilDiv(word - at, LETTERS_PER_TOKEN);
            if (word > at && tokens + more > MOST_TOKENS && at > start) {
                break;
            }
            at = word;
            int sign = at - 1;
            int room = (MOST_TOKENS - tokens - more + 1) * BLANKS_PER_TOKEN;
            int blanks = skipBlanks(Math.max(room, 1));
            tokens += more + blanks / BLANKS_PER_TOKEN;
            boolean sentenceEnds = sign >= start && endsSentence(text.charAt(sign), blanks);
            if (paragraph || sentenceEnds || (lineStart && marksHeadings) || tokens > MOST_TOKENS) {
                break;
            }
        }
        return Math.min(tokens, MOST_TOKENS);
    }

    /** Where the word at this place ends: a run of letters, or one other sign; here if blank. */
    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && end - from < LONGEST_WORD) {
            int sign = text.codePointAt(end);
            if (Character.isWhitespace(sign)) {
                break;
            }
            boolean letter = Character.isLetterOrDigit(sign) && !standsAlone(sign);
            if (!letter && end > from) {
                break;
            }
            end += Character.charCount(sign);
            if (!letter) {
                break;
            }
        }
        return end;
    }

    /** Whether a sign is a word, or nearly one, in a script that puts no blanks between words. */
    private static boolean standsAlone(int sign) {
        return switch (Character.UnicodeScript.of(sign)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /** Moves over white space; notes what it means. Returns how much there was. */
    private int skipBlanks(int most) {
        int start = at;
        int lines = 0;
        while (at < text.length() && at - start < most) {
            char blank = text.charAt(at);
            if (!Character.isWhitespace(blank)) {
                break;
            }
            if (blank == '\n') {
                lines++;
            } else if (blank == '\f') {
                lines += 2;
            }
            at++;
        }
        paragraph |= lines > 1;
        lineStart = at > start && text.charAt(at - 1) == '\n';
        return at - start;
    }

    private static boolean endsSentence(char sign, int blanks) {
        return switch (sign) {
            case '.', '!', '?', ';', ':', '…' -> blanks > 0;
            case '。', '！', '？' -> true;
            default -> false;
        };
    }

    /** The line that begins at a place, or more of it than a heading has. */
    private CharSequence line(int from) {
        int most = Math.min(text.length(), from + Headings.LONGEST + 1);
        int end = text.indexOf('\n', from, most);
        return text.subSequence(from, end < 0 ? most : end);
    }
}
