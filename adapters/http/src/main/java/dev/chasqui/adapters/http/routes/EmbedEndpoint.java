package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientEmbeddingCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.IncomingEmbedding;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.application.exchange.EmbedPayload;

/**
 * The handler of one operation for embeddings. Stateless.
 *
 * @param codec the operation of the dialect
 * @param exchanges the exchanges of the dialect
 * @param mostBody the maximum number of bytes of a request's body
 */
record EmbedEndpoint(ClientEmbeddingCodec codec, DialectExchanges exchanges, int mostBody)
        implements Endpoint {

    @Override
    public void serve(Call call) {
        switch (codec.decode(call.body(mostBody))) {
            case IncomingEmbedding.Embed embed -> embed(call, embed);
            case Incoming.Load load -> exchanges.load(call, load);
        }
    }

    private void embed(Call call, IncomingEmbedding.Embed embed) {
        exchanges.answer(
                call,
                new EmbedPayload(embed.request()),
                _ -> {},
                embedded -> {
                    byte[] body =
                            embed.answer().apply(DialectExchanges.head(call), embedded.reply());
                    call.send(new Answer(200, Answer.JSON, body, ReplyHeaders.of(call.journal())));
                });
    }
}
