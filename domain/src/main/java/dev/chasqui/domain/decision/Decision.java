package dev.chasqui.domain.decision;

import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/**
 * The answers to the questions of a {@link DecisionRequest}.
 *
 * @param answers the answers, in the order of the questions
 * @param usage the tokens of all questions together; empty if a backend did not report them
 */
public record Decision(List<DecisionAnswer> answers, Optional<Usage> usage) {
    public Decision {
        answers = List.copyOf(answers);
    }
}
