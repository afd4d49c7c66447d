package dev.chasqui.adapters.extract;

import dev.chasqui.adapters.extract.Excerpt.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The one or two excerpts of an answer, in the order of their passage: the best one, and another
 * one of the same passage if the best needs it to be understood or to answer.
 */
final class AnswerChoice {
    /** Words that point back to the sentence before, at the beginning of one. */
    private static final Set<String> POINTING_BACK =
            Set.of(
                    "it",
                    "they",
                    "this",
                    "these",
                    "that",
                    "those",
                    "he",
                    "she",
                    "such",
                    "both",
                    "then",
                    "otherwise",
                    "es",
                    "er",
                    "sie",
                    "dies",
                    "diese",
                    "dieser",
                    "dieses",
                    "dafür",
                    "davon",
                    "dabei",
                    "damit",
                    "dann",
                    "dort",
                    "darüber",
                    "außerhalb",
                    "sonst",
                    "esto",
                    "este",
                    "esta",
                    "eso",
                    "ellos",
                    "así",
                    "entonces",
                    "él",
                    "ella");

    /** The lines of code before and behind a line that are shown with it. */
    private static final int CODE_BEFORE = 2;

    private static final int CODE_BEHIND = 3;

    /** The share of the question that makes a short sentence an answer by itself. */
    private static final double WORTH_ALONE = 0.6;

    /** A sentence of fewer characters says little without the next one. */
    private static final int SHORT = 50;

    /** The share of the question that makes the next sentence worth saying, too. */
    private static final double WORTH_SAYING = 0.25;

    private final List<Excerpt> excerpts;
    private final List<Ranking.Scored> scores;

    private AnswerChoice(Ranking.Best best) {
        this.excerpts = best.passage().excerpts();
        this.scores = best.scores();
    }

    /** Returns the excerpts of an answer; several lines of code count as one. */
    static List<Excerpt> of(Ranking.Best best) {
        AnswerChoice choice = new AnswerChoice(best);
        int index = choice.belowHeading(best.index());
        if (choice.excerpts.get(index).kind() == Kind.CODE) {
            return choice.block(index);
        }
        int other = choice.companion(index);
        if (other < 0) {
            return List.of(choice.excerpts.get(index));
        }
        return List.of(
                choice.excerpts.get(Math.min(index, other)),
                choice.excerpts.get(Math.max(index, other)));
    }

    /** Returns the best excerpt under a heading, which says nothing by itself. */
    private int belowHeading(int index) {
        if (!isHead(index)) {
            return index;
        }
        int best = -1;
        for (int i = index + 1; i < excerpts.size() && !isHead(i); i++) {
            if (best < 0 || scores.get(i).score() > scores.get(best).score()) {
                best = i;
            }
        }
        return best < 0 ? index : best;
    }

    private boolean isHead(int index) {
        Kind kind = excerpts.get(index).kind();
        return kind == Kind.HEADING || kind == Kind.TABLE_HEAD;
    }

    /** Returns the lines of code around one. */
    private List<Excerpt> block(int index) {
        List<Excerpt> block = new ArrayList<>();
        for (int i = Math.max(0, index - CODE_BEFORE);
                i < excerpts.size() && i <= index + CODE_BEHIND;
                i++) {
            boolean same =
                    excerpts.get(i).kind() == Kind.CODE
                            && excerpts.get(i).paragraph() == excerpts.get(index).paragraph();
            if (same) {
                block.add(excerpts.get(i));
            } else if (i > index) {
                return block;
            } else {
                block.clear();
            }
        }
        return block;
    }

    /** Returns the index of the second excerpt; -1 if the first one says all. */
    private int companion(int index) {
        boolean before = isNeighbour(index, index - 1);
        boolean behind = isNeighbour(index, index + 1);
        String text = excerpts.get(index).text();
        if (before && pointsBack(text)) {
            return index - 1;
        }
        if (behind && (text.endsWith(":") || pointsBack(excerpts.get(index + 1).text()))) {
            return index + 1;
        }
        double kind = scores.get(index).kind();
        if (behind && scores.get(index + 1).itself() >= WORTH_SAYING) {
            return index + 1;
        }
        boolean tooShort = text.length() < SHORT && scores.get(index).itself() < WORTH_ALONE;
        if (behind && (tooShort || kind < scores.get(index + 1).kind())) {
            return index + 1;
        }
        return before && kind < scores.get(index - 1).kind() ? index - 1 : -1;
    }

    /** Returns true if both are sentences of one paragraph, or of one item of a list. */
    private boolean isNeighbour(int index, int other) {
        if (other < 0 || other >= excerpts.size()) {
            return false;
        }
        Excerpt one = excerpts.get(index);
        Excerpt two = excerpts.get(other);
        return one.kind() == Kind.SENTENCE
                && two.kind() == Kind.SENTENCE
                && one.paragraph() == two.paragraph();
    }

    private static boolean pointsBack(String sentence) {
        int end = 0;
        while (end < sentence.length() && Character.isLetter(sentence.charAt(end))) {
            end++;
        }
        return POINTING_BACK.contains(sentence.substring(0, end).toLowerCase(Locale.ROOT));
    }
}
