package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;

/**
 * What became of a branch.
 *
 * @param took from its start to its end
 */
record Outcome(Place place, Duration took, Result result) {

    /** An answer, or why there is none. */
    sealed interface Result permits Answer, Lost, Dropped {}

    /**
     * The branch failed.
     *
     * @param why for people, without the branch's name
     * @param failure what a client is told if no other branch answers
     */
    record Lost(String why, FailureException failure) implements Result {
        static Lost of(FailureException e) {
            return new Lost(e.failure().message(), e);
        }

        /** What the model gave is no answer, or it gave none in time. */
        static Lost of(Place place, String why) {
            return new Lost(
                    why, new FailureException(new Failure.BackendFailed(place.model(), why)));
        }

        /** A failure that is no backend's and no other agent's. */
        static Lost because(String why, Throwable cause) {
            return new Lost(
                    why,
                    new FailureException(
                            new Failure.AgentFailed("parallel", "no branch answered: " + why),
                            cause));
        }
    }

    /** Nobody waits for the branch any more. */
    record Dropped() implements Result {}
}
