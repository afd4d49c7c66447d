package dev.chasqui.application.routing;

import dev.chasqui.application.budgets.EstimatedCost;
import dev.chasqui.application.models.Candidate;

import java.util.Optional;

/**
 * A backend that has the model, before the choice.
 *
 * @param candidate the backend and its model
 * @param facts what is known of the backend
 * @param cost the estimated cost of the request there; empty if it is not known, or does not count
 * @param isAllowed true if the caller's requests may go to its zone
 * @param movedTo the name of the backend to which an administrator has moved the model; empty if to
 *     none
 */
record RouteOption(
        Candidate candidate,
        BackendFacts facts,
        Optional<EstimatedCost> cost,
        boolean isAllowed,
        Optional<String> movedTo) {}
