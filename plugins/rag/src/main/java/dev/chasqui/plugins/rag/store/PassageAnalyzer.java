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
 * Makes terms of text: words by Unicode's rules, in lower case and without accents; the most common
 * English words are left out. The two fields have different terms:
 *
 * <ul>
 *   <li>{@link IndexFields#TEXT} has English words stemmed, as Lucene's English analyzer does.
 *       Scripts without blanks between words are cut into pairs of characters (Chinese, Japanese,
 *       Korean) or triples (Thai, Lao, Khmer, Burmese), which find words wherever they begin.
 *   <li>{@link IndexFields#ROOTS} has the first five letters of each word, and Chinese character by
 *       character. This is a rough stemmer for any language: {@code Urlaub} finds {@code
 *       Urlaubstage}, {@code vacación} finds {@code vacaciones}; {@code Haus} does not find {@code
 *       Häuser}.
 * </ul>
 *
 * Safe for use by several threads.
 */
final class PassageAnalyzer extends Analyzer {
    private static final int ROOT_LENGTH = 5;
    private static final int THAI_CHARACTERS = 3;

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
                field.equals(IndexFields.ROOTS)
                        ? TruncateTokenFilter.truncateAfterCodePoints(terms, ROOT_LENGTH)
                        : new PorterStemFilter(new UnspacedWords(new CJKBigramFilter(terms))));
    }

    /** Cuts the runs of characters that the tokenizer makes of Thai and similar scripts. */
    private static final class UnspacedWords extends ConditionalTokenFilter {
        private static final String RUN =
                StandardTokenizer.TOKEN_TYPES[StandardTokenizer.SOUTHEAST_ASIAN];

        private final TypeAttribute type = addAttribute(TypeAttribute.class);

        private UnspacedWords(TokenStream terms) {
            super(
                    terms,
                    runs -> new NGramTokenFilter(runs, THAI_CHARACTERS, THAI_CHARACTERS, true));
        }

        @Override
        protected boolean shouldFilter() {
            return type.type().equals(RUN);
        }
    }

    /**
     * Returns the terms of a text for a field, in order and with repetitions.
     *
     * @param most the most terms; the rest of the text is not read
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
