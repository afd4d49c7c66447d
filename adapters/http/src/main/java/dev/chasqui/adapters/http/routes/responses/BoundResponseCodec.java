package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;

/** The codec of one request, whose earlier items are read and whose response is kept. */
record BoundResponseCodec(ClientResponseCodec codec, ResponsePlan plan) implements ClientCodec {

    @Override
    public Incoming decode(byte[] body) {
        return decode(body, _ -> Optional.empty());
    }

    @Override
    public Incoming.Chat decode(byte[] body, RequestHeaders headers) {
        Incoming.Chat incoming = codec.decode(body, plan.history(), headers);
        plan.requireWholeUnless(incoming.mayShorten());
        return incoming;
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return codec.streamEncoder(incoming, head, plan.keeper());
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return codec.whole(incoming, head, events, plan.keeper()).toBytes();
    }
}
