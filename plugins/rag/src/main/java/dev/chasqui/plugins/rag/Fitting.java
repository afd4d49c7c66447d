package dev.chasqui.plugins.rag;

import dev.chasqui.plugins.rag.library.Passage;

import java.util.List;

/**
 * Leaves out the worst passages until the rest fit.
 *
 * <p>Passages stay whole, but if not even the best one fits alone it is cut. Whoever counts is
 * asked about whole blocks and seldom: each time the block is made smaller by as much as it was too
 * large, and a little more.
 *
 * @param limit how many tokens the block may have
 */
record Fitting(ModelTokens tokens, int limit) {

    /** Two are the rule. Whoever counts so oddly that this does not do gets no passages. */
    private static final int MOST_COUNTS = 6;

    /** Tokens are not spread evenly over a text. */
    private static final double SPARE = 0.95;

    /** A shorter piece of a passage says nothing. */
    private static final int LEAST_CHARACTERS = 60;

    /**
     * What fits.
     *
     * @param block its passages are the best ones; there are none if nothing fits
     * @param tokens how many the block has at most; 0 without passages
     * @param cut whether the one passage that is left was cut
     */
    record Fitted(PassageBlock block, int tokens, boolean cut) {}

    /** As much of the block as fits. */
    Fitted fit(PassageBlock all) {
        List<Passage> passages = all.passages();
        boolean cut = false;
        for (int i = 0; i < MOST_COUNTS && limit > 0 && !passages.isEmpty(); i++) {
            PassageBlock block = new PassageBlock(all.before(), passages);
            String text = block.toString();
            int counted = tokens.count(text);
            if (counted <= limit) {
                return new Fitted(block, counted, cut);
            }
            int excess = text.length() - (int) (SPARE * text.length() * limit / counted);
            cut = passages.size() == 1;
            passages = cut ? shortened(passages.getFirst(), excess) : best(block, excess);
        }
        return new Fitted(new PassageBlock(all.before(), List.of()), 0, false);
    }

    /** The best of several without so many characters, and without the last in any case. */
    private static List<Passage> best(PassageBlock block, int excess) {
        List<Passage> passages = block.passages();
        int kept = passages.size();
        int dropped = 0;
        while (kept > 1 && (kept == passages.size() || dropped < excess)) {
            kept--;
            dropped += block.length(kept);
        }
        return passages.subList(0, kept);
    }

    private static List<Passage> shortened(Passage passage, int excess) {
        int length = passage.text().length() - excess;
        return length < LEAST_CHARACTERS
                ? List.of()
                : List.of(
                        new Passage(
                                passage.collection(),
                                passage.document(),
                                passage.position(),
                                SentenceEnd.cut(passage.text(), length),
                                passage.score()));
    }
}
