package dev.chasqui.adapters.http.edge;

/** Who may use a route. */
public enum Access {
    /** Everybody, also without a key. */
    PUBLIC,
    /** Whoever has a key, where there are keys. */
    USER,
    /** Whoever has an administrator's key; without keys, whoever sits at this machine. */
    ADMIN
}
