package dev.chasqui.application.port;

import java.util.Optional;

/** The ability to describe a model in more detail than its entry in the list. */
public interface DescribeAbility extends Ability {

    /** Returns the server's description of a model; empty if its dialect has none. */
    Optional<ModelDescription> describe(String model);
}
