package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.responses.Responses;

import java.util.List;

/**
 * The parts of the server that a WebSocket uses.
 *
 * @param errors the form of failures
 * @param listeners notified once of each response
 * @param mostBody the most bytes of a message
 * @param timeouts the longest time for a message, and the interval of signs of life
 * @param recent the bound on what all connections remember
 */
public record SocketParts(
        ClientResponseCodec codec,
        DialectExchanges exchanges,
        Responses responses,
        ErrorStyle errors,
        List<ExchangeListener> listeners,
        int mostBody,
        ServerTimeouts timeouts,
        RecentResponses recent) {
    public SocketParts {
        listeners = List.copyOf(listeners);
    }
}
