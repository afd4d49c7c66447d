package dev.chasqui.plugins.rag.store;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.ConditionalTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.apache.lucene.analysis.util.ElisionFilter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes terms of text, by the language that a field's name ends in: words by Unicode's rules, in
 * lower case and without accents; the most common words are left out. There are two kinds of
 * fields:
 *
 * <ul>
 *   <li>{@link IndexFields#TEXT} and {@link IndexFields#TITLE} have words stemmed, as Lucene's
 *       analyzer of the language does. Scripts without blanks between words are cut into pairs of
 *       characters (Chinese, Japanese, Korean) or triples (Thai, Lao, Khmer, Burmese), which find
 *       words wherever they begin.
 *   <li>{@link IndexFields#ROOTS} has the first five letters of each word, and Chinese character by
 *       character. This is a rough stemmer for any language: {@code Urlaub} finds {@code
 *       Urlaubstage}, {@code vacación} finds {@code vacaciones}; {@code Haus} does not find {@code
 *       Häuser}.
 * </ul>
 *
 * Safe for use by several threads.
 */
final class PassageAnalyzer extends AnalyzerWrapper {
    /** Changes whenever the same text gets other terms, so that indexes are rebuilt. */
    static final String VERSION = "1";

    private static final int ROOT_LENGTH = 5;
    private static final int THAI_CHARACTERS = 3;

    /** The words before an apostrophe in French, Italian and Catalan. */
    private static final CharArraySet ELIDED =
            new CharArraySet(
                    List.of(
                            "l", "d", "m", "t", "s", "n", "c", "j", "qu", "un", "all", "dall",
                            "dell", "nell", "sull", "gl", "agl", "lorsqu", "puisqu", "jusqu"),
                    true);

    private final Map<Language, Analyzer> stemming = new ConcurrentHashMap<>();
    private final Map<Language, Analyzer> roots = new ConcurrentHashMap<>();

    PassageAnalyzer() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
        Language language = language(field);
        return isRoots(field)
                ? roots.computeIfAbsent(language, Roots::new)
                : stemming.computeIfAbsent(language, Language::analyzer);
    }

    @Override
    protected TokenStreamComponents wrapComponents(String field, TokenStreamComponents made) {
        if (isRoots(field)) {
            return made;
        }
        TokenStream terms = new ASCIIFoldingFilter(made.getTokenStream());
        terms = new UnspacedWords(new CJKBigramFilter(terms));
        return new TokenStreamComponents(made.getSource(), terms);
    }

    /** Returns the language of a field; those of an index of an older format are English. */
    private static Language language(String field) {
        return Language.of(field.substring(field.indexOf('_') + 1)).orElse(Language.EN);
    }

    private static boolean isRoots(String field) {
        return field.startsWith(IndexFields.ROOTS);
    }

    /** Makes the beginnings of words. */
    private static final class Roots extends Analyzer {
        private final Language language;
        private final CharArraySet commonWords;

        private Roots(Language language) {
            this.language = language;
            this.commonWords = language.commonWords();
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer words = new StandardTokenizer();
            TokenStream terms =
                    language == Language.EN
                            ? new EnglishPossessiveFilter(words)
                            : new ElisionFilter(words, ELIDED);
            terms = new StopFilter(new LowerCaseFilter(terms), commonWords);
            terms = new ASCIIFoldingFilter(terms);
            return new TokenStreamComponents(
                    words, TruncateTokenFilter.truncateAfterCodePoints(terms, ROOT_LENGTH));
        }
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
     * A term of a text.
     *
     * @param text the term
     * @param start the index of its first character in the text
     */
    record Term(String text, int start) {}

    /**
     * Returns the terms of a text for a field, in order and with repetitions.
     *
     * @param most the most terms; the rest of the text is not read
     */
    List<Term> terms(String field, String text, int most) {
        List<Term> terms = new ArrayList<>();
        try (TokenStream stream = tokenStream(field, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
            stream.reset();
            while (terms.size() < most && stream.incrementToken()) {
                terms.add(new Term(term.toString(), offset.startOffset()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail", e);
        }
        return terms;
    }
}
