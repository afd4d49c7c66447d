package dev.chasqui.plugins.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The usual prompt injections, as {@code docs/guard.md} lists them. The search compares folded
 * words ({@link FoldedWords}) in English, German, French and Spanish, and takes a bounded number of
 * steps a word. Safe for use by several threads.
 */
final class Injections {
    /** The text that stands in place of a sentence with an injection. */
    static final String REMOVED = "[removed by /guard: possible prompt injection]";

    /** The most characters that are taken for a sentence before and behind an injection. */
    private static final int MOST_SENTENCE = 400;

    private static final String IGNORE =
            "ignore|disregard|forget|override|overrule|bypass|neglect|ignoriere|ignorieren|ignoriert"
                + "|vergiss|vergessen|missachte|ignora|ignorad|ignoren|olvida|olviden|ignorez"
                + "|oublie|oubliez|negligez";
    private static final String EARLIER =
            "previous|previously|prior|above|earlier|preceding|foregoing|former|original|initial|all"
                + "|any|your|system|vorherigen|vorherige|bisherigen|bisherige|obigen|fruheren"
                + "|alle|allen|deine|anteriores|anterior|previas|todas|tus|precedentes|toutes"
                + "|vos|tes";
    private static final String INSTRUCTIONS =
            "instruction|instructions|prompt|prompts|rule|rules|direction|directions|guideline"
                    + "|guidelines|command|commands|directive|directives|constraint|constraints"
                    + "|guardrail|guardrails|programming|anweisung|anweisungen|regeln|vorgaben"
                    + "|instrucciones|reglas|ordenes|consignes|regles|directivas";
    private static final String USER = "user|users|human|anyone|anybody|operator|person";

    private static final List<Phrase> PHRASES =
            List.of(
                    override(IGNORE + " 4:" + EARLIER + " 4:" + INSTRUCTIONS),
                    override(IGNORE + " 4:" + INSTRUCTIONS + " 3:" + EARLIER),
                    override(
                            IGNORE
                                    + " 2:everything|all|alles|todo|tout"
                                    + " 3:above|before|previously|prior|earlier|vorher|anterior"),
                    override(
                            "dont|not|never 1:follow|obey|heed 4:"
                                    + EARLIER
                                    + " 3:"
                                    + INSTRUCTIONS),
                    role("you are now 1:a|an|dan|free|unrestricted|uncensored|jailbroken"),
                    role("from now on 1:you"),
                    role("pretend 2:you|to 1:are|be"),
                    role(
                            "your new 2:instructions|instruction|task|role|goal|objective|identity"
                                    + "|persona"),
                    role("new system 1:prompt|instructions|instruction|message"),
                    role("act as 2:dan|root|admin|administrator|unrestricted|uncensored"),
                    role("do anything now"),
                    role("developer mode 2:enabled|activated|unlocked|on"),
                    role("du bist 1:jetzt|nun 2:ein|eine"),
                    Phrase.of(
                            InjectionKind.REVEAL,
                            "reveal|print|show|repeat|output|display|leak|disclose|expose|dump"
                                    + "|zeige|muestra|affiche"
                                    + " 5:system|initial|hidden|original|secret|your"
                                    + " 2:prompt|prompts|instruction|instructions|rules"),
                    Phrase.of(
                            InjectionKind.SEND,
                            "send|post|forward|upload|email|transmit|exfiltrate|submit|leak"
                                    + " 6:conversation|credentials|credential|password|passwords"
                                    + "|secrets|token|tokens|history|prompt|keys|key"
                                    + " 6:to"),
                    conceal(
                            "dont|not|never 1:tell|inform|mention|reveal|alert|notify|warn|show"
                                    + " 5:"
                                    + USER),
                    conceal(
                            "without 1:telling|informing|notifying|asking|alerting|warning 3:"
                                    + USER));

    private static final List<String> MARKS =
            List.of(
                    "<|im_start|>",
                    "<|im_end|>",
                    "<|system|>",
                    "<|user|>",
                    "<|assistant|>",
                    "<|eot_id|>",
                    "<|start_header_id|>",
                    "<|channel|>",
                    "<start_of_turn>",
                    "<<sys>>",
                    "[inst]",
                    "[/inst]",
                    "<system>",
                    "</system>",
                    "[system]",
                    "### system:",
                    "### instruction:");

    /** The phrases by their first words. */
    private static final Map<String, List<Phrase>> BY_FIRST = byFirst();

    /** An injection in a text, from its first to behind its last character. */
    record Injection(InjectionKind kind, int start, int end) {}

    private Injections() {}

    private static Phrase override(String steps) {
        return Phrase.of(InjectionKind.OVERRIDE, steps);
    }

    private static Phrase role(String steps) {
        return Phrase.of(InjectionKind.ROLE, steps);
    }

    private static Phrase conceal(String steps) {
        return Phrase.of(InjectionKind.CONCEAL, steps);
    }

    private static Map<String, List<Phrase>> byFirst() {
        Map<String, List<Phrase>> phrases = new HashMap<>();
        for (Phrase phrase : PHRASES) {
            for (String word : phrase.steps().getFirst().words()) {
                phrases.computeIfAbsent(word, first -> new ArrayList<>()).add(phrase);
            }
        }
        return Map.copyOf(phrases);
    }

    /** Returns the injections in a text, from left to right. */
    static List<Injection> in(String text) {
        FoldedWords folded = FoldedWords.of(text);
        List<Injection> found = new ArrayList<>();
        List<FoldedWords.Word> words = folded.words();
        int next = 0;
        while (next < words.size()) {
            int last = -1;
            for (Phrase phrase : BY_FIRST.getOrDefault(words.get(next).text(), List.of())) {
                last = phrase.lastWord(words, next);
                if (last >= 0) {
                    found.add(
                            new Injection(
                                    phrase.kind(), words.get(next).start(), words.get(last).end()));
                    break;
                }
            }
            next = Math.max(next, last) + 1;
        }
        for (String mark : MARKS) {
            int at = folded.plain().indexOf(mark);
            while (at >= 0) {
                int end = at + mark.length();
                found.add(
                        new Injection(
                                InjectionKind.MARKUP,
                                folded.places()[at],
                                folded.places()[end - 1] + 1));
                at = folded.plain().indexOf(mark, end);
            }
        }
        found.sort(Comparator.comparingInt(Injection::start));
        return found;
    }

    /**
     * Returns a text with each sentence that holds an injection replaced.
     *
     * @param report receives the kind of each injection
     */
    static String removed(String text, Consumer<InjectionKind> report) {
        List<Injection> found = in(text);
        if (found.isEmpty()) {
            return text;
        }
        StringBuilder rest = new StringBuilder();
        int kept = 0;
        for (Injection injection : found) {
            report.accept(injection.kind());
            int end = sentenceEnd(text, injection.end());
            if (injection.start() >= kept) {
                rest.append(text, kept, Math.max(kept, sentenceStart(text, injection.start())));
                rest.append(REMOVED);
            }
            kept = Math.max(kept, end);
        }
        return rest.append(text, kept, text.length()).toString();
    }

    private static int sentenceStart(String text, int at) {
        int least = Math.max(0, at - MOST_SENTENCE);
        int start = at;
        while (start > least && !endsSentence(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int sentenceEnd(String text, int at) {
        int most = Math.min(text.length(), at + MOST_SENTENCE);
        int end = at;
        while (end < most && !endsSentence(text.charAt(end))) {
            end++;
        }
        return end < most && text.charAt(end) != '\n' ? end + 1 : end;
    }

    private static boolean endsSentence(char c) {
        return ".!?\n\u3002\uFF01\uFF1F".indexOf(c) >= 0;
    }
}
