package dev.chasqui.application.agents;

import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The policy for requests on which no agent works, such as embeddings and raw prompts. Has no
 * state.
 */
public final class OtherRequests {
    private OtherRequests() {}

    /**
     * The text of such a request.
     *
     * @param kind the kind of request
     * @param word the word for the request, for messages
     * @param size returns its bytes in UTF-8
     */
    public record Text(RequestKind kind, String word, LongSupplier size) {}

    /**
     * A request that may go on.
     *
     * @param model the name of the model to ask
     * @param pipeline no agents, and those that were skipped
     * @param named the model name that the reply shall have; empty if it keeps that of the backend
     */
    public record Admitted(String model, Pipeline pipeline, Optional<String> named) {}

    /**
     * Checks that the agents that the config has run for a request may be skipped.
     *
     * @return the agents that are skipped
     * @throws FailureException with {@code Invalid} if one may not be skipped
     */
    static List<SkippedAgent> skipped(
            String kind,
            List<PolicyCommand> wanted,
            Map<String, String> skippedByRules,
            InstalledCommands commands) {
        List<SkippedAgent> skipped = new ArrayList<>();
        for (PolicyCommand command : wanted) {
            String name = command.name();
            boolean skippedByRule = command.isOfPipeline() && skippedByRules.containsKey(name);
            if (skippedByRule || name.equals(HelpAgent.NAME)) {
                continue;
            }
            if (!commands.mayBeSkipped(name)) {
                throw new FailureException(
                        new Failure.Invalid(
                                Optional.empty(),
                                kind
                                        + ": '"
                                        + command.origin()
                                        + "' of the config has /"
                                        + name
                                        + " run for every request, and it cannot work on this"
                                        + " kind (expected: a chat"
                                        + (command.isOfPipeline()
                                                ? "; or a rule in pipeline.rules whose 'skip'"
                                                        + " names "
                                                        + name
                                                : "")
                                        + ")"));
            }
            skipped.add(new SkippedAgent(name, "it cannot work on " + kind));
        }
        return skipped;
    }
}
