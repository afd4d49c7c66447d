package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;

import java.util.Optional;

/** The part of a caller's rights that the choice of a backend depends on. */
public interface RouteCaller {

    /** Returns true if the caller's requests may go to the backend's zone. */
    boolean mayReach(Candidate candidate);

    /** Returns the caller's wish for the tier of the backend. */
    default TierWish tier() {
        return TierWish.STRICT;
    }

    /** Returns the caller's name, which no two callers share. */
    default String name() {
        return "";
    }

    /** Returns the session that the request belongs to, as a header names it. */
    default Optional<String> session() {
        return Optional.empty();
    }

    /** Returns the reason why the request stays in this network; empty if it need not. */
    default Optional<String> heldInside() {
        return Optional.empty();
    }

    /** Returns true if backends of this network shall be asked before others. */
    boolean prefersRestricted();
}
