package dev.chasqui.plugins.rag.reading;

import dev.chasqui.plugins.rag.reading.TextPiece.Role;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An iterator over the pieces of a text, one after another and without a gap. It makes one pass
 * over the characters and copies nothing. A word longer than 60 characters is cut, so that 50 MB of
 * one letter are as harmless as prose. Used by one thread.
 *
 * <p>Tokens are estimated, since no tokenizer is available here: one for up to five letters of a
 * word, one for any other character. English prose then has some 1.3 tokens a word, as with the
 * tokenizers of models.
 */
final class TextPieces implements Iterator<TextPiece> {
    /** The most tokens of a piece, which has to fit into the part that passages share. */
    static final int MOST_TOKENS = 64;

    private static final int LETTERS_PER_TOKEN = 5;
    private static final int LONGEST_WORD = 60;
    private static final int BLANKS_PER_TOKEN = 16;

    /** The columns of the deepest indentation at which a function of a program may begin. */
    private static final int FUNCTION_INDENT = 4;

    /**
     * The most tokens of a row of a table, which has to fit beside the part that passages share.
     */
    private static final int MOST_ROW_TOKENS = 192;

    private final String text;
    private final FileKind kind;
    private final boolean marksHeadings;
    private final Headings headings = new Headings();
    private String columns = "";
    private int at;
    private boolean paragraph = true;
    private boolean lineStart = true;
    private boolean lineEnded = true;

    TextPieces(DocumentText content) {
        this.text = content.text();
        this.kind = content.kind();
        this.marksHeadings = kind.marksHeadings();
    }

    @Override
    public boolean hasNext() {
        return at < text.length();
    }

    @Override
    public TextPiece next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the text is at its end");
        }
        if (kind == FileKind.CODE) {
            boolean function = paragraph && indent() <= FUNCTION_INDENT;
            return piece(at, readSentence(true), function ? Role.PARAGRAPH : Role.REST);
        }
        return marksHeadings && lineStart ? marked() : sentence();
    }

    private TextPiece sentence() {
        Role role = paragraph && !headings.isFenced() ? Role.PARAGRAPH : Role.REST;
        return piece(at, readSentence(headings.isFenced()), role);
    }

    /** Returns the piece at the beginning of a line that may be marked. */
    private TextPiece marked() {
        int start = at;
        boolean fenced = headings.isFenced();
        int heading = headingLength();
        if (heading > 0) {
            columns = "";
            int tokens = heading / LETTERS_PER_TOKEN + 1;
            at += heading;
            skipBlanks(BLANKS_PER_TOKEN);
            paragraph = true;
            lineStart = true;
            return new TextPiece(
                    start, at, Math.min(tokens, MOST_TOKENS), Role.HEADING, headings.above());
        }
        if (headings.isFenced() && !fenced) {
            columns = "";
            return piece(start, readSentence(true), Role.BLOCK);
        }
        if (fenced && !headings.isFenced()) {
            // The closing fence stays with the code, also below a blank line.
            return piece(start, readSentence(true), Role.REST);
        }
        CharSequence line = line(at);
        if (fenced || !TableRows.isRow(line)) {
            columns = "";
            return sentence();
        }
        return row(line);
    }

    private TextPiece row(CharSequence line) {
        int start = at;
        boolean isFirst = columns.isEmpty();
        String path = path();
        if (isFirst) {
            int below = at + line.length() + 1;
            boolean ruled = below < text.length() && TableRows.isRule(line(below));
            columns = ruled ? TableRows.names(line) : "";
        }
        int tokens = rowTokens();
        if (tokens > MOST_ROW_TOKENS) {
            tokens = readSentence(false);
        } else {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            paragraph = false;
            lineStart = false;
            skipBlanks(BLANKS_PER_TOKEN);
        }
        if (paragraph) {
            columns = "";
        }
        return new TextPiece(start, at, tokens, isFirst ? Role.PARAGRAPH : Role.REST, path);
    }

    /** Returns the tokens of the line, or more than a row may have. */
    private int rowTokens() {
        int tokens = 1;
        int from = at;
        while (from < text.length() && text.charAt(from) != '\n' && tokens <= MOST_ROW_TOKENS) {
            int end = wordEnd(from);
            tokens += Math.ceilDiv(end - from, LETTERS_PER_TOKEN);
            int blanks = end;
            while (blanks < text.length() && isBlank(text.charAt(blanks))) {
                blanks++;
            }
            tokens += (blanks - end) / BLANKS_PER_TOKEN;
            from = blanks;
        }
        return tokens;
    }

    private static boolean isBlank(char sign) {
        return sign != '\n' && Character.isWhitespace(sign);
    }

    private TextPiece piece(int start, int tokens, Role role) {
        return new TextPiece(start, at, tokens, role, path());
    }

    private String path() {
        String path = headings.path();
        return columns.isEmpty() || path.isEmpty() ? path + columns : path + " > " + columns;
    }

    /** Returns the columns before the line's text; a tab is four. */
    private int indent() {
        int columnsBefore = 0;
        for (int i = at - 1; i >= 0 && text.charAt(i) != '\n' && columnsBefore < 100; i--) {
            columnsBefore += text.charAt(i) == '\t' ? FUNCTION_INDENT : 1;
        }
        return columnsBefore;
    }

    /**
     * Returns the length of the heading that begins here, with its underline; 0 if there is none.
     */
    private int headingLength() {
        CharSequence line = line(at);
        if (headings.enter(line)) {
            return line.length();
        }
        int below = at + line.length() + 1;
        boolean underlines = kind == FileKind.MARKDOWN || kind == FileKind.NOTEBOOK;
        if (!underlines || !paragraph || below >= text.length()) {
            return 0;
        }
        return headings.enter(line, line(below)) ? below + line(below).length() - at : 0;
    }

    /**
     * Reads up to the end of the sentence, or of the line, or of the room in a piece; returns the
     * tokens read.
     */
    private int readSentence(boolean wholeLine) {
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
            boolean ends =
                    wholeLine
                            ? lineEnded
                            : sign >= start && endsSentence(text.charAt(sign), blanks);
            if (paragraph || ends || (lineStart && marksHeadings) || tokens > MOST_TOKENS) {
                break;
            }
        }
        return Math.min(tokens, MOST_TOKENS);
    }

    /**
     * Returns the end of the word that begins at an index: of a run of letters, or of one other
     * character. At white space it is that index itself.
     */
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

    /** Returns true if a character is about a word, in a script without blanks between words. */
    private static boolean standsAlone(int sign) {
        return switch (Character.UnicodeScript.of(sign)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /** Skips white space and notes the lines and paragraphs that it ends; returns its length. */
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
        lineEnded = lines > 0;
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

    /**
     * Returns the line that begins at an index, cut after one character more than a heading may
     * have.
     */
    private CharSequence line(int from) {
        int most = Math.min(text.length(), from + Headings.MAX_LENGTH + 1);
        int end = text.indexOf('\n', from, most);
        return text.subSequence(from, end < 0 ? most : end);
    }
}
