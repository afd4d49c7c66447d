package dev.chasqui.plugins.branches;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;

/**
 * The outcome of a branch.
 *
 * @param target the branch's number and model
 * @param took the time from its start to its end
 * @param result the result
 */
public record BranchOutcome(BranchTarget target, Duration took, Result result) {

    /** An answer, or the reason why there is none. */
    public sealed interface Result permits BranchAnswer, Lost, Dropped {}

    /**
     * The branch failed.
     *
     * @param why the reason for people, without the branch's name
     * @param failure the failure for the client if no other branch answers
     */
    public record Lost(String why, FailureException failure) implements Result {
        static Lost of(FailureException e) {
            return new Lost(e.failure().message(), e);
        }

        /** Returns the result of a model that gave no usable answer, or none in time. */
        static Lost of(BranchTarget target, String why) {
            return new Lost(
                    why, new FailureException(new Failure.BackendFailed(target.model(), why)));
        }

        /** Returns the result of an unexpected exception in the branch. */
        static Lost because(String command, String why, Throwable cause) {
            return new Lost(
                    why,
                    new FailureException(
                            new Failure.AgentFailed(command, "no branch answered: " + why), cause));
        }
    }

    /** The branch was cancelled. */
    public record Dropped() implements Result {}
}
