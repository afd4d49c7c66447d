package dev.chasqui.application.routing;

/** The ways to rank the backends that may get a request. A higher priority precedes in all. */
public enum Strategy {
    /** The order of the config. */
    PRIORITY,
    /** Each backend in turn. */
    ROUND_ROBIN,
    /** Chance, by the weights. */
    WEIGHTED,
    /** The backend with the fewest open calls, for its size. */
    LEAST_LOADED,
    /** The backend at which the request costs least, by its estimate. */
    CHEAPEST,
    /** The load, the time to the first event, the failures and the weight together. */
    SMART
}
