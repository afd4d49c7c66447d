package dev.chasqui.application.routing;

/**
 * The rule and the open calls of a model under one of its names: its own, or an alias that has a
 * rule.
 *
 * @param name the name, as messages tell it
 * @param rule what the config says of it
 * @param load its open calls
 */
record ModelTerm(String name, ModelRule rule, ModelLoad load) {

    boolean isFull() {
        return rule.maxConcurrency().isPresent()
                && load.calls().open() >= rule.maxConcurrency().getAsInt();
    }
}
