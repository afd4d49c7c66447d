package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientCountCodec.IncomingCount;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.routes.CallHeaders;
import dev.chasqui.adapters.http.routes.CountEndpoint;
import dev.chasqui.domain.json.Json;

import java.util.List;

/**
 * The route that says how many tokens a request for a response has, with the items before its
 * input. Stateless.
 */
public final class InputTokensRoute {
    private static final String INPUT_TOKENS = "input_tokens";

    private final ResponseParts parts;

    /** Prepares the route. */
    public InputTokensRoute(ResponseParts parts) {
        this.parts = parts;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        for (String version : List.of("/v1", "")) {
            routes.post(
                    version + "/responses/input_tokens", Access.USER, parts.surface(), this::count);
        }
    }

    private void count(Call call) {
        CountEndpoint.answer(
                call,
                parts.exchanges(),
                new IncomingCount(decode(call), InputTokensRoute::json, INPUT_TOKENS));
    }

    /** Reads a request. A conversation is free again before the tokens are counted. */
    private Incoming.Chat decode(Call call) {
        byte[] body = Compactions.readable(call.body(parts.mostBody()));
        ResponseWishes asked = parts.codec().wishes(body);
        ResponseWishes wishes =
                new ResponseWishes(false, false, asked.previous(), asked.conversation(), false);
        try (ResponsePlan plan =
                new ResponsePlan(
                        ResponseAsker.of(call),
                        parts.responses(),
                        wishes,
                        body.length,
                        parts.exchanges().mayShorten())) {
            return new BoundResponseCodec(parts.codec(), plan)
                    .decode(body, CallHeaders.given(call.request().headers()));
        }
    }

    private static byte[] json(long tokens) {
        return Json.Obj.EMPTY
                .with("object", Json.of("response.input_tokens"))
                .with(INPUT_TOKENS, Json.of(tokens))
                .toBytes();
    }
}
