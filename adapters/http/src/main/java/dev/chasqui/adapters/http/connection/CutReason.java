package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

import java.time.Duration;

/**
 * Why the server itself ended a connection whose exchange was not over.
 *
 * @param status that the log tells; what the client has seen if it was told anything
 */
public record CutShort(int status, Failure why) {
    /** What the log says of an exchange whose client did not wait for the answer. */
    public static final int CLIENT_LEFT = 499;

    static final CutShort LATE =
            new CutShort(
                    408,
                    new Failure.Cancelled(
                            "the request did not arrive within server.readTimeout and was cut"));

    static final CutShort UNREAD =
            new CutShort(
                    CLIENT_LEFT,
                    new Failure.Cancelled(
                            "the client took nothing of the answer for server.writeTimeout and was"
                                    + " cut"));

    public static final CutShort STOPPING =
            new CutShort(
                    503, new Failure.Overloaded("the server is stopping", Duration.ofSeconds(2)));
}
