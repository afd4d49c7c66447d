package dev.chasqui.application.decision;

import dev.chasqui.domain.decision.TokenChance;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/**
 * The first token of a model's answer, as a choice among several.
 *
 * @param chances the most probable tokens with their probabilities
 * @param usage the tokens of the chat; empty if its backend did not report them
 */
public record FirstToken(List<TokenChance> chances, Optional<Usage> usage) {
    public FirstToken {
        chances = List.copyOf(chances);
    }
}
