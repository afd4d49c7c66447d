package dev.chasqui.plugins.rag.store;

import org.apache.lucene.analysis.CharArraySet;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The languages of which documents are told to be. A text's language is found by its script, then
 * by the languages' most common words and rare letters. Immutable.
 */
final class Languages {
    private static final int MOST_CHARACTERS = 20_000;

    /** Words of letters, without what stands before an apostrophe, which counts as a word too. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}]+");

    /** The weight of a word with a letter that few languages have, relative to a common word. */
    private static final double LETTER_WEIGHT = 0.7;

    /**
     * Common words that Lucene's lists have not, since they are worth searching for: they ask, or
     * count. Short texts and titles have few others.
     */
    private static final Map<Language, Set<String>> FURTHER_WORDS =
            Map.of(
                    Language.DE,
                    Set.of("jeder", "jede", "jedes", "wieviel", "warum", "wann", "bitte"),
                    Language.FR,
                    Set.of(
                            "chaque",
                            "où",
                            "quand",
                            "comment",
                            "combien",
                            "pourquoi",
                            "quel",
                            "quelle",
                            "quels",
                            "quelles",
                            "tout",
                            "tous",
                            "toute",
                            "toutes",
                            "entre",
                            "sans",
                            "avant",
                            "après",
                            "très"),
                    Language.ES,
                    Set.of(
                            "dónde", "cuándo", "cómo", "cuánto", "cuántos", "cuál", "cuáles",
                            "cada", "según", "después"),
                    Language.IT,
                    Set.of("ogni", "dove", "quando", "quanto", "quale", "quali", "dopo", "prima"),
                    Language.PT,
                    Set.of("onde", "quando", "quanto", "quantos", "qual", "quais", "cada", "após"),
                    Language.NL,
                    Set.of("waar", "wanneer", "hoe", "hoeveel", "welke", "elke", "elk", "alle"));

    private final List<Language> configured;
    private final Map<Language, CharArraySet> commonWords = new EnumMap<>(Language.class);

    private Languages(List<Language> configured) {
        this.configured = List.copyOf(configured);
        configured.forEach(language -> commonWords.put(language, language.commonWords()));
    }

    /**
     * Returns the languages of some codes, or all if there are no codes. Codes without an analyzer
     * are left out; if none is left, texts are English.
     */
    static Languages of(List<String> codes) {
        if (codes.isEmpty()) {
            return new Languages(List.of(Language.values()));
        }
        List<Language> known =
                codes.stream().map(Language::of).flatMap(Optional::stream).distinct().toList();
        return new Languages(known.isEmpty() ? List.of(Language.EN) : known);
    }

    /** Returns the codes, for comparison with those of an index. */
    String codes() {
        return configured.stream().map(Language::code).collect(Collectors.joining(","));
    }

    /**
     * Returns the language of a text: the first configured one if the text gives no evidence of
     * another.
     */
    Language of(String text) {
        String beginning = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
        Optional<UnicodeScript> script = script(beginning);
        List<Language> candidates =
                configured.stream()
                        .filter(l -> script.filter(l.script()::equals).isPresent())
                        .toList();
        return switch (candidates.size()) {
            case 0 -> configured.getFirst();
            case 1 -> candidates.getFirst();
            default -> mostLikely(beginning, candidates);
        };
    }

    /** Returns the script of most letters. Japanese is Hiragana, though most of it is Chinese. */
    private static Optional<UnicodeScript> script(String text) {
        Map<UnicodeScript, Integer> counts = new HashMap<>();
        text.codePoints()
                .filter(Character::isLetter)
                .forEach(letter -> counts.merge(UnicodeScript.of(letter), 1, Integer::sum));
        int kana =
                counts.getOrDefault(UnicodeScript.HIRAGANA, 0)
                        + counts.getOrDefault(UnicodeScript.KATAKANA, 0);
        int han = counts.getOrDefault(UnicodeScript.HAN, 0);
        if (kana * 10 > han) {
            counts.put(UnicodeScript.HIRAGANA, kana + han);
            counts.remove(UnicodeScript.HAN);
        }
        counts.values().removeIf(count -> count == 0);
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private Language mostLikely(String text, List<Language> candidates) {
        double[] scores = new double[candidates.size()];
        for (String word : BETWEEN_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT)).toList()) {
            if (!word.isEmpty()) {
                boolean[] common = new boolean[scores.length];
                boolean[] rare = new boolean[scores.length];
                for (int i = 0; i < scores.length; i++) {
                    Language language = candidates.get(i);
                    common[i] = isCommon(language, word);
                    rare[i] = word.chars().anyMatch(c -> language.letters().indexOf(c) >= 0);
                }
                add(scores, common, 1);
                add(scores, rare, LETTER_WEIGHT);
            }
        }
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            // Equal evidence leaves the earlier one: configured ones come in the user's order.
            best = scores[i] > scores[best] ? i : best;
        }
        return candidates.get(best);
    }

    private boolean isCommon(Language language, String word) {
        return commonWords.getOrDefault(language, CharArraySet.EMPTY_SET).contains(word)
                || FURTHER_WORDS.getOrDefault(language, Set.of()).contains(word);
    }

    /** Adds evidence, which is worth the more the fewer languages it speaks for. */
    private static void add(double[] scores, boolean[] evidence, double weight) {
        int count = 0;
        for (boolean one : evidence) {
            count += one ? 1 : 0;
        }
        double worth = count == 0 ? 0 : weight * Math.log((1.0 + scores.length) / count);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += evidence[i] ? worth : 0;
        }
    }
}
