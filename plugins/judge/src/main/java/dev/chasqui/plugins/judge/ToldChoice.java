package dev.chasqui.plugins.judge;

import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.plugins.branches.UnusableAnswer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The choice that a model tells in words.
 *
 * @param chosen the index of the candidate
 * @param reason the other words, on one line
 */
record ToldChoice(int chosen, Optional<String> reason) {
    private static final int LONGEST_REASON = 500;

    /** Matches {@code Best: B}, also in bold or with the word candidate. */
    private static final Pattern BEST =
            Pattern.compile(
                    "[*_`]{0,3}\\bbest[\\s*_`]{0,4}[:=][\\s*_`\"']{0,8}"
                            + "(?:candidate[\\s*_`\"']{1,4})?([A-Z])\\b[*_`\"'.]{0,4}",
                    Pattern.CASE_INSENSITIVE);

    /** Matches an answer that is the name of a candidate and nothing else. */
    private static final Pattern ALONE =
            Pattern.compile(
                    "[\\s*_`\"'(\\[]*(?:candidate\\s{1,4})?([A-Z])[\\s*_`\"')\\].]*",
                    Pattern.CASE_INSENSITIVE);

    /**
     * Reads a model's answer.
     *
     * @throws UnusableAnswer if it does not name one of the candidates
     */
    static ToldChoice of(String answer, int candidates) {
        Matcher alone = ALONE.matcher(answer);
        if (alone.matches()) {
            return new ToldChoice(index(alone.group(1), candidates), Optional.empty());
        }
        Matcher best = BEST.matcher(answer);
        int start = -1;
        int end = -1;
        String letter = "";
        while (best.find()) {
            start = best.start();
            end = best.end();
            letter = best.group(1);
        }
        if (start < 0) {
            throw new UnusableAnswer("its answer names no candidate");
        }
        String others = Quoting.oneLine(answer.substring(0, start) + answer.substring(end)).strip();
        return new ToldChoice(
                index(letter, candidates),
                Optional.of(shortened(others)).filter(reason -> !reason.isEmpty()));
    }

    private static int index(String letter, int candidates) {
        int index = Character.toUpperCase(letter.charAt(0)) - 'A';
        if (index >= candidates) {
            throw new UnusableAnswer("it chooses " + letter + ", which is no candidate");
        }
        return index;
    }

    private static String shortened(String reason) {
        if (reason.length() <= LONGEST_REASON) {
            return reason;
        }
        boolean half = Character.isHighSurrogate(reason.charAt(LONGEST_REASON - 1));
        return reason.substring(0, half ? LONGEST_REASON - 1 : LONGEST_REASON) + "…";
    }
}
