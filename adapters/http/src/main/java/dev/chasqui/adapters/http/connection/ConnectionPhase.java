package dev.chasqui.adapters.http.connection;

/** The state of a connection, on which its deadlines depend. */
enum ConnectionPhase {
    /** The connection is between two requests. */
    IDLE,
    /** A part of a request has arrived. */
    ARRIVING,
    /** The request is complete, and its answer is on the way. */
    ANSWERING,
    /** The answer is complete; the rest of the request is dropped, so that the client reads it. */
    LINGERING,
    /** The connection goes on in another protocol. */
    UPGRADED,
    /** The request took too long. */
    EXPIRED,
    /** The connection is closed. */
    CUT
}
