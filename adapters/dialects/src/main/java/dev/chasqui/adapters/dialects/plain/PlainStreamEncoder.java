package dev.chasqui.adapters.dialects.plain;

import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

/** The encoder of a streamed reply: an event for each piece of its text, and {@code [DONE]}. */
final class PlainStreamEncoder implements StreamEncoder {
    private static final byte[] NONE = {};

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] encode(ReplyEvent event) {
        return event instanceof ReplyEvent.Text more && !more.text().isEmpty()
                ? Sse.event(Json.Obj.EMPTY.with(PlainChat.REPLY, Json.of(more.text())).toString())
                : NONE;
    }

    @Override
    public byte[] end() {
        return Sse.event("[DONE]");
    }

    @Override
    public byte[] failure(Failure failure) {
        return Sse.error(PlainErrorStyle.envelope(failure).toString());
    }

    @Override
    public byte[] keepAlive() {
        return Sse.comment("keep-alive");
    }
}
