package dev.chasqui.application.agents;

import java.util.List;

/**
 * A pipeline in the brackets of a command.
 *
 * @param spelled its commands, as a user may write them
 * @param steps its agents, the outermost first; none if the pipeline is empty
 */
public record BranchSteps(String spelled, List<Step> steps) {
    public BranchSteps {
        steps = List.copyOf(steps);
    }
}
