package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

import java.time.Duration;

/**
 * The reason for which the server ended a connection before its exchange was over.
 *
 * @param status the status in the log; the client has seen it if it got an answer at all
 */
public record CutReason(int status, Failure failure) {
    /** The status in the log of an exchange whose client did not wait for the answer. */
    public static final int CLIENT_LEFT = 499;

    static final CutReason LATE =
            new CutReason(
                    408,
                    new Failure.Cancelled(
                            "the request did not arrive within server.readTimeout and was cut"));

    static final CutReason UNREAD =
            new CutReason(
                    CLIENT_LEFT,
                    new Failure.Cancelled(
                            "the client read nothing of the answer for server.writeTimeout and was"
                                    + " cut"));

    /** The server stops while the exchange is running. */
    public static final CutReason STOPPING =
            new CutReason(
                    503, new Failure.Overloaded("the server is stopping", Duration.ofSeconds(2)));
}
