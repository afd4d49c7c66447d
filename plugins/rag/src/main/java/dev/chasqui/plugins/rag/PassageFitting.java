package dev.chasqui.plugins.rag;

import dev.chasqui.plugins.rag.library.Passage;

import java.util.List;

/**
 * Fits passages into a limit of tokens by leaving out the worst ones.
 *
 * <p>Passages stay whole; only the best one is cut, if it does not fit alone. Counting may be a
 * call over the network, so it is done on whole blocks and rarely: after each count the block
 * shrinks by its excess and a little more, until it fits.
 *
 * @param tokens counts the tokens of a block
 * @param limit the most tokens that the block may have
 */
record PassageFitting(ModelTokens tokens, int limit) {

    /**
     * The most counts of one fitting; two are usual. If the last count is still too large, no
     * passage is given.
     */
    private static final int MAX_COUNTS = 6;

    /**
     * The share of the computed length that is kept, since tokens are not spread evenly over a
     * text.
     */
    private static final double SPARE = 0.95;

    /** The fewest characters to which a passage is cut; a shorter piece would say nothing. */
    private static final int MIN_CHARACTERS = 60;

    /**
     * The passages that fit.
     *
     * @param block the block of the best passages; without passages if nothing fits
     * @param tokens an upper bound of the block's tokens; 0 without passages
     * @param cut true if the only passage left was cut
     */
    record Fitted(PassageBlock block, int tokens, boolean cut) {}

    /** Returns the part of the block that fits. */
    Fitted fit(PassageBlock all) {
        List<Passage> passages = all.passages();
        boolean cut = false;
        for (int i = 0; i < MAX_COUNTS && limit > 0 && !passages.isEmpty(); i++) {
            PassageBlock block = new PassageBlock(all.before(), passages);
            String text = block.toString();
            int counted = tokens.count(text);
            if (counted <= limit) {
                return new Fitted(block, counted, cut);
            }
            int excess = text.length() - (int) (SPARE * text.length() * limit / counted);
            cut = passages.size() == 1;
            passages = cut ? shortened(passages.getFirst(), excess) : withoutWorst(block, excess);
        }
        return new Fitted(new PassageBlock(all.before(), List.of()), 0, false);
    }

    /**
     * Returns the best passages of a block: without its last one, and without further ones until
     * {@code excess} characters are gone; one passage always stays.
     */
    private static List<Passage> withoutWorst(PassageBlock block, int excess) {
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
        return length < MIN_CHARACTERS
                ? List.of()
                : List.of(passage.withText(SentenceEnd.cut(passage.text(), length)));
    }
}
