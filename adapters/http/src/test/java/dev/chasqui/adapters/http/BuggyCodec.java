package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;

/**
 * A codec that fails as a bug would: for the model {@code codec-bug} and for the text {@code
 * encoder-bug}.
 */
record BuggyCodec(ClientCodec codec) implements ClientCodec {
    @Override
    public Incoming decode(byte[] body) {
        Incoming incoming = codec.decode(body);
        if (incoming instanceof Incoming.Chat chat && chat.request().model().equals("codec-bug")) {
            throw new IllegalStateException("a secret of the stack");
        }
        return incoming;
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return new BuggyEncoder(codec.streamEncoder(incoming, head));
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return codec.whole(incoming, head, events);
    }

    private record BuggyEncoder(StreamEncoder encoder) implements StreamEncoder {
        @Override
        public String contentType() {
            return encoder.contentType();
        }

        @Override
        public byte[] encode(ReplyEvent event) {
            if (event instanceof ReplyEvent.Text(String text, var _, var _)
                    && text.equals("encoder-bug")) {
                throw new IllegalStateException("a secret of the stack");
            }
            return encoder.encode(event);
        }

        @Override
        public byte[] end() {
            return encoder.end();
        }

        @Override
        public byte[] failure(Failure failure) {
            return encoder.failure(failure);
        }

        @Override
        public byte[] keepAlive() {
            return encoder.keepAlive();
        }
    }
}
