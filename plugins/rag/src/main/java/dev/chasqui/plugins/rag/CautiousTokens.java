package dev.chasqui.plugins.rag;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upper bound of a text's tokens that holds for every tokenizer.
 *
 * <p>A fixed factor over cl100k is not enough. Measured on pieces of 1,200 characters, Llama 2's
 * tokenizer makes 1.2 times as many tokens of English and German prose, but 1.6 times as many of
 * capitals and 2.2 times of numbers (a token for each digit), and GPT-2's makes 3.5 times as many
 * of Java and 3.8 times of Chinese (a token for each space of an indent, up to three for each
 * character).
 *
 * <p>So cl100k counts only the words of the letters A to Z, and its count is multiplied by 1.4, or
 * by 1.8 if the word has capitals inside. Everything else counts one token for each byte of UTF-8:
 * byte-level BPE, and SentencePiece with its fallback to bytes, cannot make more. In all sets
 * measured (English, German, Japanese, Chinese, Java, Markdown, numbers, base64, random letters,
 * capitals; Llama 2, Llama 3, GPT-2 and o200k) no piece had more tokens than this bound. English
 * prose has 0.7 to 0.8 times as many, so the margin costs a quarter of the budget there. It costs
 * more with other scripts, and nothing with a backend that counts tokens itself.
 *
 * <p>Safe for use by several threads. The first use loads the table of cl100k, which takes some 0.3
 * s; the table stays in memory (13 MB).
 */
final class CautiousTokens {
    private static final Pattern WORD = Pattern.compile(" ?[A-Za-z]+");
    private static final Pattern CAPITAL_INSIDE = Pattern.compile(" ?[A-Za-z]+[A-Z].*");
    private static final double MARGIN = 1.4;
    private static final double MARGIN_OF_CAPITALS = 1.8;

    /** Tokens that tokenizers put in front of a text: a marker of the beginning, and a space. */
    private static final int PREFIX_TOKENS = 2;

    /** The encodings, each loaded at its first use and then kept. */
    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    /** Returns an upper bound of the text's tokens. */
    int upperBound(String text) {
        int bytes = bytes(text);
        Encoding cl100k = encodings.getEncoding(EncodingType.CL100K_BASE);
        int inWords = 0;
        double ofWords = 0;
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group();
            inWords += word.length();
            ofWords += upperBoundOfWord(word, cl100k);
        }
        return Math.min(bytes, (int) Math.ceil(ofWords) + bytes - inWords) + PREFIX_TOKENS;
    }

    /** Returns the text's bytes in UTF-8: a quick but loose upper bound of its tokens. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static double upperBoundOfWord(String word, Encoding cl100k) {
        double margin = CAPITAL_INSIDE.matcher(word).matches() ? MARGIN_OF_CAPITALS : MARGIN;
        return Math.min(word.length(), cl100k.countTokensOrdinary(word) * margin);
    }
}
