package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;

/** The part of a caller's rights that the choice of a backend depends on. */
public interface RouteCaller {

    /** Returns true if the caller's requests may go to the backend's zone. */
    boolean mayReach(Candidate candidate);

    /** Returns the caller's wish for the tier of the backend. */
    default TierWish tier() {
        return TierWish.STRICT;
    }

    /** Returns true if backends of this network shall be asked before others. */
    boolean prefersRestricted();
}
