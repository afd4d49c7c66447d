package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;

/**
 * A backend that has the model, before the choice.
 *
 * @param candidate the backend and its model
 * @param facts what is known of the backend
 * @param isAllowed true if the caller's requests may go to its zone
 */
record RouteOption(Candidate candidate, BackendFacts facts, boolean isAllowed) {}
