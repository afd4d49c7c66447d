package dev.chasqui.plugins.rag.store;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes terms of text: words by Unicode's rules, in small letters, without accents, English ones
 * stemmed and the commonest English ones left out.
 *
 * <p>It is Lucene's English analyzer but for the accents. Other languages lose nothing by it: the
 * stemmer cuts a word of theirs the same way in a document and in a question, so that it finds what
 * it found before and at most a little more; {@code vacación} is found as {@code vacacion}, {@code
 * Maß} as {@code mass}; Chinese and Japanese are found sign by sign. What they do without is
 * stemming of their own: {@code Urlaub} does not find {@code Urlaubstage}. Safe for many threads.
 */
final class PassageAnalyzer extends Analyzer {

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream terms = new EnglishPossessiveFilter(words);
        terms = new LowerCaseFilter(terms);
        terms = new StopFilter(terms, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        terms = new ASCIIFoldingFilter(terms);
        return new TokenStreamComponents(words, new PorterStemFilter(terms));
    }

    /**
     * The terms of a text, in order, repeated ones too.
     *
     * @param most how many at most; the rest is not looked at
     */
    List<String> terms(String text, int most) {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = tokenStream(Fields.TEXT, text)) {
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
