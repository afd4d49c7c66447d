package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;

import java.time.Duration;
import java.util.List;

/**
 * The passages found for a question, and the reasons for their order.
 *
 * @param ranked the passages, best first; the score of each passage is that of the whole ranking
 * @param dropped those that were found and left out, in the order of their scores; at most {@value
 *     #MOST_DROPPED}
 * @param voices the names of the voices that took part, such as {@code words}
 * @param problems the things that did not work, one sentence each, without content; empty if all
 *     did
 * @param steps the time of each step, in order
 */
public record Retrieved(
        List<Ranked> ranked,
        List<Dropped> dropped,
        List<String> voices,
        List<String> problems,
        List<Step> steps) {

    /** The most passages of which the result says why they were left out. */
    public static final int MOST_DROPPED = 100;

    public Retrieved {
        ranked = List.copyOf(ranked);
        dropped = List.copyOf(dropped);
        voices = List.copyOf(voices);
        problems = List.copyOf(problems);
        steps = List.copyOf(steps);
    }

    /** Returns the passages, best first. */
    public List<Passage> passages() {
        return ranked.stream().map(Ranked::passage).toList();
    }

    /** Returns true if passages were found, and the question is not about them. */
    public boolean gated() {
        return ranked.isEmpty()
                && !dropped.isEmpty()
                && dropped.stream().allMatch(each -> each.why() == Why.GATE);
    }

    /**
     * A passage in a ranking.
     *
     * @param passage the passage; its score is that of the ranking
     * @param votes the part of each voice in that score; none of a voice that did not find it
     */
    public record Ranked(Passage passage, List<Vote> votes) {
        public Ranked {
            votes = List.copyOf(votes);
        }

        Ranked with(Passage other) {
            return new Ranked(other, votes);
        }
    }

    /**
     * The part of one voice in the score of a passage.
     *
     * @param voice the name of the voice
     * @param rank the passage's place in its list, from 1
     * @param score the voice's own score
     * @param normalised that score in the range 0 to 1
     * @param weight the weight by which it counts
     */
    public record Vote(String voice, int rank, double score, double normalised, double weight) {}

    /**
     * A passage that was left out.
     *
     * @param ranked the passage
     * @param why the reason
     */
    public record Dropped(Ranked ranked, Why why) {}

    /** The reasons for leaving a passage out. */
    public enum Why {
        /** The question is not about the documents. */
        GATE,
        /** A better passage has the same text, or nearly. */
        DUPLICATE,
        /** Its document has enough better passages, and other documents have good ones too. */
        CAP,
        /** A better passage of its document, next to it, has it joined to itself. */
        JOINED
    }

    /**
     * A step of the search.
     *
     * @param name such as {@code embed}
     * @param time its duration
     */
    public record Step(String name, Duration time) {}
}
