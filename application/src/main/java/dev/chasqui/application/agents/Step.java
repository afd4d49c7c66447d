package dev.chasqui.application.agents;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.OnFailure;

import java.util.List;
import java.util.function.Consumer;

/**
 * One agent of a pipeline.
 *
 * @param name the name of the command that called it
 * @param command the whole command, as a user could write it
 * @param agent the agent
 * @param code the version of the agent's code; another one, as after a reload, is not equal to it
 * @param trusted true if its jar is trusted, so that it may run on the server's own threads
 * @param onFailure the server's answer to its failure, unless the config says another
 * @param ofConfig true if the config has it run, so that the caller's rights do not bound what it
 *     asks for
 * @param branches the pipelines in the brackets of its command, in order
 */
public record Step(
        String name,
        String command,
        Agent agent,
        Object code,
        boolean trusted,
        OnFailure onFailure,
        boolean ofConfig,
        List<BranchSteps> branches) {
    public Step {
        branches = List.copyOf(branches);
    }

    /** Makes a step of the caller's choice, whose code is known by the agent's class. */
    public Step(
            String name,
            String command,
            Agent agent,
            boolean trusted,
            OnFailure onFailure,
            List<BranchSteps> branches) {
        this(name, command, agent, agent.getClass(), trusted, onFailure, false, branches);
    }

    /** Makes a step whose failure ends the exchange and whose command has no brackets. */
    public Step(String name, Agent agent, boolean trusted) {
        this(name, "/" + name, agent, trusted, OnFailure.CLOSED, List.of());
    }

    /** Makes a step whose jar is not trusted. */
    public Step(String name, Agent agent) {
        this(name, agent, false);
    }

    /** Calls for this step and those in its brackets, in the order in which they are written. */
    void forEach(Consumer<Step> each) {
        each.accept(this);
        for (BranchSteps branch : branches) {
            branch.steps().forEach(step -> step.forEach(each));
        }
    }

    /** Returns true if its jar and those of the steps in its brackets are trusted. */
    boolean isWhollyTrusted() {
        for (BranchSteps branch : branches) {
            if (!areWhollyTrusted(branch.steps())) {
                return false;
            }
        }
        return trusted;
    }

    /** Returns true if the jars of all these steps and of those in brackets are trusted. */
    static boolean areWhollyTrusted(List<Step> steps) {
        for (Step step : steps) {
            if (!step.isWhollyTrusted()) {
                return false;
            }
        }
        return true;
    }
}
