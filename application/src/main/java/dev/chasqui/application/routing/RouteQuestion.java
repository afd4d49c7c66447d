package dev.chasqui.application.routing;

import dev.chasqui.application.routing.health.HealthRules;

/**
 * The needs of a request in the choice of its backend.
 *
 * @param terms what counts for its model
 * @param demand what it asks of the backend
 * @param strategy the ranking
 * @param prefersRestricted true if backends of this network shall be asked before others
 * @param health the rules of health
 * @param familiarity what backends may have read of it before
 * @param now the present time, in the nanoseconds of the facts
 */
record RouteQuestion(
        ModelTerms terms,
        Demand demand,
        Strategy strategy,
        boolean prefersRestricted,
        HealthRules health,
        Familiarity familiarity,
        long now) {}
