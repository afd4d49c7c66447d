package dev.chasqui.adapters.jdbc;

/** The state of a database, as seen by this server. */
public sealed interface DatabaseState {
    /** It is being opened for the first time. */
    record Opening() implements DatabaseState {}

    /** It can be used. */
    record Open() implements DatabaseState {}

    /**
     * It cannot be used now. It is tried again until it can.
     *
     * @param reason the reason, for an operator; it holds no secret
     */
    record Away(String reason) implements DatabaseState {}
}
