package dev.chasqui.application.routing;

/**
 * The route that a request would take now, to one model of those that may answer it.
 *
 * @param model the model: the one that is asked for, or a fallback
 * @param route the route
 */
public record ExplainedRoute(String model, Route route) {}
