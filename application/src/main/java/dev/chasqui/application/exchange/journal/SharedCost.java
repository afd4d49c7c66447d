package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The tokens of an answer that several exchanges get, each of which is paid for once: an exchange
 * that is over pays for those that have come until then and that no other one has paid for. Safe
 * for use by several threads.
 */
public final class SharedCost {
    private static final Usage NOTHING = Usage.of(0, 0);

    private final Supplier<Optional<Usage>> spent;
    private Usage paid = NOTHING;
    private boolean isUnknownPaid;

    /**
     * @param spent returns the tokens of the answer until now; empty if nobody knows them
     */
    public SharedCost(Supplier<Optional<Usage>> spent) {
        this.spent = spent;
    }

    /** Returns the share of one more exchange. */
    public Share share() {
        return new Share();
    }

    private synchronized Optional<Usage> claim() {
        Optional<Usage> now = spent.get();
        if (now.isEmpty() && !isUnknownPaid) {
            isUnknownPaid = true;
            return now;
        }
        Usage rest = now.map(this::unpaid).orElse(NOTHING);
        paid = paid.plus(rest);
        return Optional.of(rest);
    }

    private Usage unpaid(Usage all) {
        return paid.totalTokens() == 0
                ? all
                : new Usage(
                        Math.max(0, all.promptTokens() - paid.promptTokens()),
                        Math.max(0, all.completionTokens() - paid.completionTokens()),
                        rest(all.cachedTokens(), paid.cachedTokens()),
                        rest(all.reasoningTokens(), paid.reasoningTokens()),
                        Timings.UNKNOWN,
                        all.estimated());
    }

    private static OptionalLong rest(OptionalLong all, OptionalLong paid) {
        return all.isEmpty() ? all : OptionalLong.of(Math.max(0, all.getAsLong() - paid.orElse(0)));
    }

    /** The share of one exchange. Safe for use by several threads. */
    public final class Share {
        private Optional<Usage> share = Optional.empty();
        private boolean settled;

        private Share() {}

        /**
         * Returns the tokens that the exchange pays for; the first call is the end of its part.
         *
         * @return the tokens; empty if it pays for an answer of which nobody knows them
         */
        public synchronized Optional<Usage> settle() {
            if (!settled) {
                settled = true;
                share = claim();
            }
            return share;
        }
    }
}
