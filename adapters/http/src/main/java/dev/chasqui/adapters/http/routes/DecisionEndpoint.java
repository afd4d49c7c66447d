package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientDecisionCodec;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.application.exchange.DecisionPayload;

/**
 * The handler of questions that a model answers with probabilities. Stateless.
 *
 * @param codec the operation of the dialect
 * @param exchanges the exchanges of the dialect
 * @param mostBody the maximum number of bytes of a request's body
 */
record DecisionEndpoint(ClientDecisionCodec codec, DialectExchanges exchanges, int mostBody)
        implements Endpoint {

    @Override
    public void serve(Call call) {
        ClientDecisionCodec.IncomingDecision incoming = codec.decode(call.body(mostBody));
        exchanges.answer(
                call,
                new DecisionPayload(incoming.request()),
                _ -> {},
                decided -> {
                    byte[] body = incoming.answer().apply(decided.decision());
                    call.send(new Answer(200, Answer.JSON, body, ReplyHeaders.of(call.journal())));
                });
    }
}
