package dev.chasqui.adapters.http;

/** Who may use a route. */
enum Access {
    /** Everybody, also without a key. */
    PUBLIC,
    /** Whoever has a key, where there are keys. */
    USER,
    /** Whoever has an administrator's key; without keys, whoever sits at this machine. */
    ADMIN
}
