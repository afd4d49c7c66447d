package dev.chasqui.application.agents;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Optional;

/**
 * A command of a plan, and its agent if that runs.
 *
 * @param command the command, as its author may write it
 * @param origin the key of the config that asks for it, or the part of the request
 * @param ofConfig true if the config asks for it
 * @param step the agent; empty if it does not run
 * @param failure the failure of the command or its agent; the request ends with it, unless the
 *     agent is skipped
 * @param skipped the reason why the request goes on without the agent; empty if it does not
 */
public record PlannedAgent(
        String command,
        String origin,
        boolean ofConfig,
        Optional<Step> step,
        Optional<FailureException> failure,
        Optional<String> skipped) {

    /**
     * Returns the reason why the agent does not run, for an administrator: it may quote the config.
     */
    public Optional<String> why() {
        Optional<String> cause =
                failure.map(FailureException::getCause)
                        .filter(FailureException.class::isInstance)
                        .map(each -> ((FailureException) each).failure())
                        .filter(Failure.Invalid.class::isInstance)
                        .map(Failure::message);
        return cause.or(() -> skipped).or(() -> failure.map(e -> e.failure().message()));
    }

    static PlannedAgent running(String origin, boolean ofConfig, Step step) {
        return new PlannedAgent(
                step.command(),
                origin,
                ofConfig,
                Optional.of(step),
                Optional.empty(),
                Optional.empty());
    }

    static PlannedAgent failing(
            String command, String origin, boolean ofConfig, FailureException failure) {
        return new PlannedAgent(
                command,
                origin,
                ofConfig,
                Optional.empty(),
                Optional.of(failure),
                Optional.empty());
    }

    static PlannedAgent skipped(String command, String origin, boolean ofConfig, String why) {
        return new PlannedAgent(
                command, origin, ofConfig, Optional.empty(), Optional.empty(), Optional.of(why));
    }
}
