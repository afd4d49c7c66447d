package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.BranchSteps;
import dev.chasqui.application.agents.Step;

import java.util.List;
import java.util.stream.Stream;

/**
 * The agents that a request still has to pass.
 *
 * @param steps the agents, the next one first
 * @param branches the pipelines in the brackets of the agent just before them
 * @param commands the commands of the pipeline in brackets that begins here, as a user may write
 *     them; empty if none begins here
 */
record RemainingSteps(List<Step> steps, List<BranchSteps> branches, String commands) {

    static RemainingSteps of(List<Step> steps) {
        return new RemainingSteps(steps, List.of(), "");
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    Step first() {
        return steps.getFirst();
    }

    /** Returns what remains after the first agent. */
    RemainingSteps rest() {
        return new RemainingSteps(steps.subList(1, steps.size()), first().branches(), "");
    }

    /** Returns for each pipeline in brackets its agents, then the agents after the brackets. */
    List<RemainingSteps> ofBranches() {
        return branches.stream().map(this::through).toList();
    }

    private RemainingSteps through(BranchSteps branch) {
        List<Step> all = Stream.concat(branch.steps().stream(), steps.stream()).toList();
        return new RemainingSteps(all, List.of(), branch.spelled());
    }
}
