package dev.chasqui.adapters.extract;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The kinds of things that questions ask for: by words of the question, and by what an answer looks
 * like. Words and units are those of English, German and Spanish.
 *
 * <p>No pattern looks at a character more than a few times, whatever the text.
 */
enum AnswerKind {
    MONEY(
            "costs?|price|prices|pay|fee|expensive|charged?|kostet|kosten|preis|teuer|bezahlen|zahlen"
                + "|gehalt|kaution|cuesta|cuestan|vale|precio|cuota|paga|pagar",
            number("(?:€|euros?|eur|\\$|usd|dollars?|cents?|céntimos)(?!\\p{L})") + "|[€$£] ?\\d",
            0.35),
    MASS(
            "heavy|weighs?|weight|grams?|schwer|wiegt|gewicht|pesa|peso",
            number("(?:kg|g|mg|t|tonnen|tonnes|lbs?)(?!\\p{L})"),
            0.35),
    TEMPERATURE(
            "temperature|hot|warm|cold|temperatur|heiß|kalt|temperatura|calor",
            number("(?:°|grad\\b|degrees)"),
            0.35),
    LENGTH(
            "how (?:far|tall|wide|thick|deep|long)|wie (?:weit|dick|breit|tief|lang)|width|height",
            number("(?:mm|cm|m|km|inch(?:es)?)(?!\\p{L})"),
            0.17),
    DURATION(
            "how (?:long|quick|quickly|fast|soon|often)|wie (?:lange|schnell|oft)|cuánto (?:tiempo"
                    + "|dura|tarda)|frist|since when",
            "(?:(?<![\\d.,])\\d[\\d.,]*+|\\b(?:one|two|three|four|five|six|ten|zwei|drei|vier|fünf"
                    + "|sechs|zehn|dos|tres|cuatro|cinco|seis|diez|every|alle|cada))[ -]?"
                    + "(?:ms|s|sec|seconds?|min|minutes?|h|hours?|days?|weeks?|months?|years?"
                    + "|sekunden?|minuten?|stunden?|tagen?|tage|wochen?|monaten?|monate|jahren?"
                    + "|jahre|quartal|werktage?n?|horas?|minutos?|días?|semanas?|meses|años?|m)"
                    + "(?!\\p{L})|daily|weekly|monthly|yearly|täglich|jährlich|monatlich",
            0.35),
    TIME(
            "when|what time|until when|by when|which day|wann|um wie ?viel uhr|welchem tag|cuándo"
                    + "|qué hora|qué día",
            "\\b\\d{1,2}[:.]\\d\\d\\b|\\b(?:19|20)\\d\\d\\b|\\b\\d{1,2} ?(?:h\\b|uhr|a\\.m|p\\.m"
                    + "|horas)|\\b\\d{1,2}\\.? (?:de )?(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug"
                    + "|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic)"
                    + "|(?:january|february|march|april|june|july|august|september|october|november"
                    + "|december|januar|februar|märz|juni|juli|oktober|dezember|enero|junio|julio)"
                    + "|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams"
                    + "|sonn)tag|mittwoch|lunes|martes|jueves|viernes|sábado|domingo",
            0.28),
    POWER(
            "power|energy|electricity|strom|stromverbrauch|energie|leistung|energía|electricidad|luz",
            number("(?:[km]?wh?|watts?)(?!\\p{L})"),
            0.35),
    SHARE(
            "percent|percentage|share|anteil|prozent|porcentaje",
            number("(?:%|percent|prozent|por ciento)"),
            0.35),
    PORT("ports?|puerto", "(?<![\\d.])\\d{2,5}(?![\\d.]*+\\d)", 0.28),
    AMOUNT(
            "how much|wie ?viel|cuánt[ao]",
            number("(?:%|g|kg|mg|ml|cl|l|liters?|litres?|w|kwh|watt|€|euros?|eur)(?!\\p{L})"),
            0.35),
    COUNT("how many|wie ?viele|anzahl|cuánt[ao]s", Numerals.PATTERN, 0.35),
    NUMBER(
            "number|version|code|wie (?:hoch|groß|dick)|nummer|número|at most|at least|höchstens"
                    + "|mindestens|maximum|minimum|strength|stärke",
            "\\d|" + Numerals.PATTERN,
            0.17),
    REASON(
            "why|reason|caused?|warum|wieso|weshalb|ursache|grund|por qué",
            "\\b(?:because|since|so that|caused?|due to|otherwise|must not|weil|denn|damit|sodass"
                    + "|deshalb|grund|ursache|porque|ya que|por eso|puesto que)\\b",
            0.2),
    PLACE(
            "where|wo|wohin|woher|dónde|adónde",
            "\\b(?:in|at|under|behind|beside|next to|below|above|im|am|hinter|unter|neben|auf|en"
                    + "|junto|debajo|encima|al lado)\\b",
            0.07),
    PERMISSION(
            "(?:can|may|must|is|are|does|do|should|will|darf|dürfen|kann|können|muss|müssen|ist|sind|puedo|se"
                + " puede|puede|debo|hay que)\\b.*",
            "\\b(?:not|only|never|must|may|cannot|allowed|forbidden|nicht|nur|nie|darf|dürfen|muss"
                    + "|verboten|erlaubt|no|solo|nunca|puede|prohibid[oa]s?)\\b",
            0.07);

    /**
     * The pattern of numbers, without digits in names and without "one", which rarely counts. A
     * constant of the enum itself would not be there in time.
     */
    private static final class Numerals {
        static final String PATTERN =
                "(?<![\\p{L}\\d_])\\d|\\b(?:two|three|four|five|six|seven|eight|nine|ten|zwei|drei|vier|fünf|sechs"
                    + "|sieben|acht|neun|zehn|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\\b";
    }

    /** The nouns of measures, under the words that ask for them. */
    private static final Map<String, String> NOUNS =
            Map.ofEntries(
                    Map.entry("heavy", "weight"), Map.entry("wide", "width"),
                    Map.entry("tall", "height"), Map.entry("deep", "depth"),
                    Map.entry("hot", "temperature"), Map.entry("expensive", "price"),
                    Map.entry("schwer", "gewicht"), Map.entry("breit", "breite"),
                    Map.entry("teuer", "preis"), Map.entry("heiß", "temperatur"),
                    Map.entry("pesa", "peso"), Map.entry("cuesta", "precio"));

    /** The kinds that say less than the others: a price is more than any number. */
    private static final Set<AnswerKind> GENERAL =
            EnumSet.of(AMOUNT, COUNT, NUMBER, PLACE, PERMISSION);

    private final Pattern asked;
    private final Pattern answer;
    private final double worth;

    AnswerKind(String asked, String answer, double worth) {
        boolean begins = asked.endsWith(".*");
        this.asked =
                Pattern.compile(
                        begins ? "\\A[\\s¿]*+" + asked : "\\b(?:" + asked + ")\\b", flags());
        this.answer = Pattern.compile(answer, flags());
        this.worth = worth;
    }

    /** Returns the flags of all patterns, which static fields could not hold before the kinds. */
    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    }

    private static String number(String unit) {
        return "(?<![\\d.,])\\d[\\d.,]*+ ?" + unit;
    }

    /** Returns the kinds that a question asks for, without the general ones if others are there. */
    static List<AnswerKind> of(String question) {
        String begin = question.substring(0, Math.min(question.length(), 1_000));
        List<AnswerKind> all =
                Arrays.stream(values()).filter(kind -> kind.asked.matcher(begin).find()).toList();
        List<AnswerKind> special = all.stream().filter(kind -> !GENERAL.contains(kind)).toList();
        return special.isEmpty() ? all : special;
    }

    /** Returns the noun of the measure that a word of a question asks for. */
    static Optional<String> nounOf(String word) {
        return Optional.ofNullable(NOUNS.get(word.toLowerCase(Locale.ROOT)));
    }

    /** Returns what it is worth that a text looks like an answer of this kind; 0 if it does not. */
    double worth(String text) {
        return answer.matcher(text).find() ? worth : 0;
    }
}
