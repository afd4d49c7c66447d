package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientCountCodec;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.application.exchange.CountPayload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The handler of questions how many tokens a chat has. Stateless.
 *
 * @param codec the operation of the dialect
 * @param exchanges the exchanges of the dialect
 * @param mostBody the maximum number of bytes of a request's body
 */
public record CountEndpoint(ClientCountCodec codec, DialectExchanges exchanges, int mostBody)
        implements Endpoint {
    /** The header with the name of the member that is an estimate. */
    private static final String ESTIMATED = "X-Chasqui-Estimated";

    @Override
    public void serve(Call call) {
        answer(call, exchanges, codec.decode(call.body(mostBody)));
    }

    /** Answers a question that was decoded. */
    public static void answer(
            Call call, DialectExchanges exchanges, ClientCountCodec.IncomingCount incoming) {
        List<String> asked = new ArrayList<>(AskedAgents.of(call.request().headers()));
        asked.addAll(incoming.chat().agents());
        exchanges.answer(
                call,
                new CountPayload(incoming.chat().request(), asked),
                _ -> {},
                counted -> {
                    Map<String, String> headers = new HashMap<>(ReplyHeaders.of(call.journal()));
                    if (counted.estimated()) {
                        headers.put(ESTIMATED, incoming.member());
                    }
                    byte[] body = incoming.answer().apply(counted.tokens());
                    call.send(new Answer(200, Answer.JSON, body, headers));
                });
    }
}
