package dev.chasqui.adapters.config.governance;

import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.RateText;
import dev.chasqui.domain.binding.Key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The limits of one owner. Without a key, nothing is limited. */
public record LimitsConfig(
        @Key(
                        help =
                                "The most requests that may begin within any window: `5/1m`; with"
                                        + " several, such as `5/1m, 100/1d`, all hold. At most"
                                        + " 1000000 in windows from 1s to 366d.",
                        rule = GovernanceRules.Requests.class)
                Optional<String> requests,
        @Key(
                        help =
                                "The most tokens, read and written, within any window: `100000/1d`,"
                                        + " or several.",
                        rule = GovernanceRules.Tokens.class)
                Optional<String> tokens,
        @Key(help = "The most requests at the same time.", least = "1", most = "1000000")
                Optional<Integer> concurrency) {
    /** The limits that limit nothing. */
    static final LimitsConfig NONE =
            new LimitsConfig(Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the limits; empty if nothing is limited. */
    public List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        requests.flatMap(RateText::requests).ifPresent(limits::addAll);
        tokens.flatMap(RateText::tokens).ifPresent(limits::addAll);
        concurrency.ifPresent(most -> limits.add(new Limit.Concurrency(most)));
        return List.copyOf(limits);
    }
}
