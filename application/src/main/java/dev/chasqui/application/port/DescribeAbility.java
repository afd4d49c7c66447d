package dev.chasqui.application.port;

import java.util.Optional;

/** The ability to describe a model in more detail than its entry in the list. */
public interface DescribeAbility extends Ability {

    /**
     * Returns the server's description of a model; empty if its dialect has none.
     *
     * @param verbose true for every detail: long lists, and each tensor
     */
    Optional<ModelDescription> describe(String model, boolean verbose);

    /** Returns the server's description of a model without long lists. */
    default Optional<ModelDescription> describe(String model) {
        return describe(model, false);
    }
}
