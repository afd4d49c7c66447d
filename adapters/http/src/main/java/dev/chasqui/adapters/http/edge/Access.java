package dev.chasqui.adapters.http.edge;

/** The callers that may use a route. */
public enum Access {
    /** All callers, including those without a key. */
    PUBLIC,
    /** Callers with a key; all callers if there are no keys. */
    USER,
    /**
     * As {@link #USER}; if there are no keys, programs on this machine are administrators, so that
     * they are shown what all callers did.
     */
    OWN,
    /** Callers with an administrator's key; as long as there is none, programs on this machine. */
    ADMIN
}
