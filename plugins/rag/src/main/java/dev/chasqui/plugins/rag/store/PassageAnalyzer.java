package dev.chasqui.plugins.rag.store;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.ConditionalTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes terms of text: words by Unicode's rules, in small letters, without accents, the commonest
 * English ones left out. It does so in two ways, for two fields:
 *
 * <ul>
 *   <li>{@link Fields#TEXT} has English words stemmed, as Lucene's English analyzer does. Scripts
 *       that put no blanks between words are cut into pairs of signs (Chinese, Japanese, Korean) or
 *       threes (Thai, Lao, Khmer, Burmese), which find words wherever they begin.
 *   <li>{@link Fields#ROOTS} has the first five letters of each word, and Chinese sign by sign.
 *       That is a stemmer for any language, rough but better than none: {@code Urlaub} finds {@code
 *       Urlaubstage}, {@code vacación} finds {@code vacaciones}; {@code Haus} does not find {@code
 *       Häuser}.
 * </ul>
 *
 * Safe for many threads.
 */
final class PassageAnalyzer extends Analyzer {
    private static final int ROOT = 5;
    private static final int THAI_SIGNS = 3;

    PassageAnalyzer() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream terms = new EnglishPossessiveFilter(words);
        terms = new LowerCaseFilter(terms);
        terms = new StopFilter(terms, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        terms = new ASCIIFoldingFilter(terms);
        return new TokenStreamComponents(
                words,
                field.equals(Fields.ROOTS)
                        ? TruncateTokenFilter.truncateAfterCodePoints(terms, ROOT)
                        : new PorterStemFilter(new UnspacedWords(new CJKBigramFilter(terms))));
    }

    /** Cuts the runs of signs that the tokenizer makes of Thai and the like. */
    private static final class UnspacedWords extends ConditionalTokenFilter {
        private static final String RUN =
                StandardTokenizer.TOKEN_TYPES[StandardTokenizer.SOUTHEAST_ASIAN];

        private final TypeAttribute type = addAttribute(TypeAttribute.class);

        private UnspacedWords(TokenStream terms) {
            super(terms, runs -> new NGramTokenFilter(runs, THAI_SIGNS, THAI_SIGNS, true));
        }

        @Override
        protected boolean shouldFilter() {
            return type.type().equals(RUN);
        }
    }

    /**
     * The terms of a text for a field, in order, repeated ones too.
     *
     * @param most how many at most; the rest is not looked at
     */
    List<String> terms(String field, String text, int most) {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = tokenStream(field, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (terms.size() < most && stream.incrementToken()) {
                terms.add(term.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail", e);
        }
        return terms;
    }
}
