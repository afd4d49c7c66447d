package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.application.responses.Responses;

/**
 * The parts of the server that the routes beside the responses themselves use.
 *
 * @param mostBody the most bytes of a request's body
 */
public record ResponseParts(
        Surface surface,
        ClientResponseCodec codec,
        DialectExchanges exchanges,
        Responses responses,
        int mostBody) {}
