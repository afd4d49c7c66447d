package dev.chasqui.application.routing;

/**
 * What a request needs of its backend.
 *
 * @param model the model name that is asked for
 * @param rule what the config says of the model
 * @param strategy the ranking
 * @param open the open calls of the model, at all backends
 * @param prefersRestricted true if backends of this network shall be asked before others
 * @param turn a number that differs from that of the request before by one
 * @param health the rules of health
 * @param now the present time, in the nanoseconds of the facts
 */
public record RouteQuestion(
        String model,
        ModelRule rule,
        Strategy strategy,
        int open,
        boolean prefersRestricted,
        long turn,
        HealthRules health,
        long now) {

    boolean isModelFull() {
        return rule.maxConcurrency().isPresent() && open >= rule.maxConcurrency().getAsInt();
    }

    double weight(BackendFacts facts) {
        Double own = rule.weights().get(facts.name());
        return own == null ? facts.rule().weight() : own;
    }
}
