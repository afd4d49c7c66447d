package dev.chasqui.application.port;

import java.util.Optional;

/** The ability to say more of a model than its entry in the list does. */
public interface DescribeAbility extends Ability {

    /** What the server says of one model; empty where its dialect has no such words. */
    Optional<ModelDescription> describe(String model);
}
