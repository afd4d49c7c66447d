package dev.chasqui.plugins.rag.store;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopwordAnalyzerBase;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A language that has an analyzer. English is the first, and stands for a text of which nothing is
 * known.
 */
@SuppressWarnings("ImmutableEnumChecker") // The suppliers are constructors.
enum Language {
    EN(UnicodeScript.LATIN, "", EnglishAnalyzer::new),
    DE(UnicodeScript.LATIN, "äöüß", GermanAnalyzer::new),
    FR(UnicodeScript.LATIN, "çœèêëàâùûîïô", FrenchAnalyzer::new),
    ES(UnicodeScript.LATIN, "ñíóáú", SpanishAnalyzer::new),
    IT(UnicodeScript.LATIN, "àèìòù", ItalianAnalyzer::new),
    PT(UnicodeScript.LATIN, "ãõçâêàíóá", PortugueseAnalyzer::new),
    NL(UnicodeScript.LATIN, "", DutchAnalyzer::new),
    CA(UnicodeScript.LATIN, "çàèòíï", CatalanAnalyzer::new),
    CS(UnicodeScript.LATIN, "ěščřžýíéůú", CzechAnalyzer::new),
    DA(UnicodeScript.LATIN, "æøå", DanishAnalyzer::new),
    ET(UnicodeScript.LATIN, "õäöü", EstonianAnalyzer::new),
    FI(UnicodeScript.LATIN, "äö", FinnishAnalyzer::new),
    HU(UnicodeScript.LATIN, "őűáéíóú", HungarianAnalyzer::new),
    ID(UnicodeScript.LATIN, "", IndonesianAnalyzer::new),
    LT(UnicodeScript.LATIN, "ąčęėįšųūž", LithuanianAnalyzer::new),
    LV(UnicodeScript.LATIN, "āčēģīķļņšūž", LatvianAnalyzer::new),
    NO(UnicodeScript.LATIN, "æøå", NorwegianAnalyzer::new),
    RO(UnicodeScript.LATIN, "ăâîșțşţ", RomanianAnalyzer::new),
    SV(UnicodeScript.LATIN, "åäö", SwedishAnalyzer::new),
    TR(UnicodeScript.LATIN, "çğışöü", TurkishAnalyzer::new),
    BG(UnicodeScript.CYRILLIC, "ъщ", BulgarianAnalyzer::new),
    RU(UnicodeScript.CYRILLIC, "ыэё", RussianAnalyzer::new),
    EL(UnicodeScript.GREEK, "", GreekAnalyzer::new),
    AR(UnicodeScript.ARABIC, "ةىإأ", ArabicAnalyzer::new),
    FA(UnicodeScript.ARABIC, "پچژگی", PersianAnalyzer::new),
    HI(UnicodeScript.DEVANAGARI, "", HindiAnalyzer::new),
    TH(UnicodeScript.THAI, "", StandardAnalyzer::new),
    ZH(UnicodeScript.HAN, "", StandardAnalyzer::new),
    JA(UnicodeScript.HIRAGANA, "", StandardAnalyzer::new),
    KO(UnicodeScript.HANGUL, "", StandardAnalyzer::new);

    private final String code = name().toLowerCase(Locale.ROOT);
    private final UnicodeScript script;
    private final String letters;
    private final Supplier<Analyzer> analyzer;

    Language(UnicodeScript script, String letters, Supplier<Analyzer> analyzer) {
        this.script = script;
        this.letters = letters;
        this.analyzer = analyzer;
    }

    /** Returns the ISO 639 code, in lower case. */
    String code() {
        return code;
    }

    /** Returns the script of its texts; Hiragana for Japanese. */
    UnicodeScript script() {
        return script;
    }

    /** Returns letters that it has and most languages of its script have not. */
    String letters() {
        return letters;
    }

    /** Returns a new analyzer, which stems and leaves stop words out. */
    Analyzer analyzer() {
        return analyzer.get();
    }

    /** Returns the language of a code; empty if it has no analyzer. */
    static Optional<Language> of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns the most common words, in lower case, which say little in a question. */
    CharArraySet commonWords() {
        return switch (this) {
            case NL -> DutchAnalyzer.getDefaultStopSet();
            case EN -> englishWords();
            default -> {
                try (Analyzer made = analyzer()) {
                    yield made instanceof StopwordAnalyzerBase words
                            ? words.getStopwordSet()
                            : CharArraySet.EMPTY_SET;
                }
            }
        };
    }

    /** Returns more English words than Lucene's analyzer leaves out: it has but 33. */
    private static CharArraySet englishWords() {
        String file = "/org/apache/lucene/analysis/snowball/english_stop.txt";
        try (InputStream words = EnglishAnalyzer.class.getResourceAsStream(file)) {
            return words == null
                    ? EnglishAnalyzer.ENGLISH_STOP_WORDS_SET
                    : WordlistLoader.getSnowballWordSet(words, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the plug-in's jar cannot be read", e);
        }
    }
}
