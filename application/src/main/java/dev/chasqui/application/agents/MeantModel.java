package dev.chasqui.application.agents;

import dev.chasqui.application.models.ModelMeaning;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.policy.PolicyDecision;
import dev.chasqui.application.policy.RequestFacts;
import dev.chasqui.application.port.exchange.RequestKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The model that answers a request, and the result of the rules for it.
 *
 * @param asked the meaning of the name that the client asks for
 * @param decision the result of the rules
 * @param answering the meaning of the name that answers: that of a rule, else the asked one
 */
record MeantModel(ModelMeaning asked, PolicyDecision decision, ModelMeaning answering) {

    /**
     * Applies a policy to a request.
     *
     * @param meanings looks up the meaning of a name
     * @param kind the kind of request
     * @param size returns the bytes of the request's text
     */
    static MeantModel of(
            String name,
            Policy policy,
            Function<String, ModelMeaning> meanings,
            RequestOrigin origin,
            RequestKind kind,
            LongSupplier size) {
        if (policy.isSilent() && name.indexOf('+') < 0) {
            ModelMeaning itself = ModelMeaning.of(name);
            return new MeantModel(itself, PolicyDecision.NONE, itself);
        }
        ModelMeaning asked = meanings.apply(name);
        PolicyDecision decision =
                policy.decide(
                        new RequestFacts(
                                asked,
                                origin.permit().caller(),
                                origin.dialect(),
                                origin.headers(),
                                kind,
                                size));
        return new MeantModel(asked, decision, decision.model().map(meanings).orElse(asked));
    }

    /**
     * Returns the name that the reply shall have: the asked one if that is a virtual model, has
     * commands behind it, or is changed by a rule. The name of any other model is the backend's.
     */
    Optional<String> named(String name) {
        boolean differs =
                asked.virtual().isPresent()
                        || answering.virtual().isPresent()
                        || !asked.commands().isEmpty()
                        || decision.model().isPresent();
        return differs ? Optional.of(name) : Optional.empty();
    }

    /** Returns the commands that the config has run for the request, the outermost first. */
    List<PolicyCommand> commands(Policy policy, String caller) {
        List<PolicyCommand> commands =
                new ArrayList<>(policy.commands(caller, answering, decision));
        commands.addAll(policy.ofVirtual(answering));
        if (decision.model().isPresent()) {
            String origin = "the model of " + decision.modelOrigin();
            answering.commands().forEach(text -> commands.add(new PolicyCommand(text, origin)));
        }
        return commands;
    }
}
