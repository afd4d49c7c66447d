package dev.chasqui.application.policy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of all rules for one request.
 *
 * @param applied the rules that apply, in order; the one that refuses is the last one
 * @param model the model that answers instead of the one that was asked for
 * @param refusal the text with which the request is refused
 * @param skipped the names of the commands that do not run, with the rule that says so
 */
public record PolicyDecision(
        List<PolicyRule> applied,
        Optional<String> model,
        Optional<String> refusal,
        Map<String, String> skipped) {
    /** The decision where there is no rule. */
    public static final PolicyDecision NONE =
            new PolicyDecision(List.of(), Optional.empty(), Optional.empty(), Map.of());

    public PolicyDecision {
        applied = List.copyOf(applied);
        skipped = Map.copyOf(skipped);
    }

    /** Returns the key of the rule that chose the model; empty if none did. */
    public String modelOrigin() {
        return applied.reversed().stream()
                .filter(rule -> rule.model().isPresent())
                .map(PolicyRule::origin)
                .findFirst()
                .orElse("");
    }

    /**
     * Checks that no rule refuses the request.
     *
     * @throws FailureException with {@code Forbidden} and the text of the rule
     */
    public void requireAllowed() {
        refused()
                .ifPresent(
                        failure -> {
                            throw failure;
                        });
    }

    /** Returns the failure of a request that a rule refuses; empty if none does. */
    public Optional<FailureException> refused() {
        return refusal.map(text -> new FailureException(new Failure.Forbidden(text)));
    }
}
