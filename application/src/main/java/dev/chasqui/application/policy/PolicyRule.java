package dev.chasqui.application.policy;

import dev.chasqui.application.port.exchange.RequestKind;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule for requests.
 *
 * @param origin its key in the config, such as {@code pipeline.rules[0]}
 * @param condition the condition under which it applies
 * @param agents the commands that it adds
 * @param model the model that answers instead
 * @param refusal the text with which it refuses a request
 * @param skipped the names of commands of the pipeline that do not run; for chats only if the
 *     condition names that kind
 */
public record PolicyRule(
        String origin,
        RuleCondition condition,
        List<PolicyCommand> agents,
        Optional<String> model,
        Optional<String> refusal,
        Set<String> skipped) {

    public PolicyRule {
        agents = List.copyOf(agents);
        skipped = Set.copyOf(skipped);
    }

    /**
     * Returns the names of commands that do not run for a kind of request. A chat can end at
     * another model than the one that it names, so an exception for the requests to a model, such
     * as one that makes embeddings, must not hold for chats that name it.
     */
    Set<String> skippedFor(RequestKind kind) {
        return switch (kind) {
            case CHAT, COUNT -> condition.names(kind) ? skipped : Set.of();
            default -> skipped;
        };
    }
}
