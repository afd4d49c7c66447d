package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;

/**
 * The handler of requests that are relayed unless their text begins with a command. Stateless.
 *
 * @param path the path of the request
 * @param exchanges the exchanges of the dialect
 * @param relay the handler of requests that are relayed
 * @param chat the handler of requests with a command
 * @param mostBody the maximum number of bytes of a request's body
 */
record CommandedRelayEndpoint(
        ClientPath.CommandedRelay path,
        DialectExchanges exchanges,
        BodyEndpoint relay,
        BodyEndpoint chat,
        int mostBody)
        implements Endpoint {

    @Override
    public void serve(Call call) {
        byte[] body = call.body(mostBody);
        boolean commanded =
                path.text()
                        .apply(body)
                        .filter(exchanges.exchanges()::beginsWithCommand)
                        .isPresent();
        (commanded ? chat : relay).serve(call, body);
    }
}
