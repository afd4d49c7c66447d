package dev.chasqui.adapters.http.edge;

/** The callers that may use a route. */
public enum Access {
    /** All callers, also those without a key. */
    PUBLIC,
    /** Callers with a key, where there are keys; else all. */
    USER,
    /** Callers with an administrator's key; where there are no keys, those on this machine. */
    ADMIN
}
