package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;

/** A caller that may reach each backend and prefers none. */
enum AnyCaller implements RouteCaller {
    INSTANCE;

    @Override
    public boolean mayReach(Candidate candidate) {
        return true;
    }

    @Override
    public boolean prefersRestricted() {
        return false;
    }
}
