package dev.chasqui.application.agents;

import dev.chasqui.application.policy.HeaderValues;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.chat.Dialect;

/**
 * The origin of a request: its caller, and the way on which it came.
 *
 * @param permit the caller's right to go on, and to commands
 * @param dialect the dialect of the client
 * @param headers the headers of the request
 */
public record RequestOrigin(Permit permit, Dialect dialect, HeaderValues headers) {

    /** Makes the origin of a request that no client sent. */
    public static RequestOrigin of(Permit permit) {
        return new RequestOrigin(permit, Dialect.NONE, HeaderValues.NONE);
    }
}
