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
    /** The backend whose model has the lowest price. */
    CHEAPEST,
    /** The load, the time to the first event, the failures, the price and the weight together. */
    SMART;

    /** Returns true if the prices of models count. */
    boolean weighsPrices() {
        return this == CHEAPEST || this == SMART;
    }
}
