package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.domain.json.Json;

/** A writer of the steps of a response as numbered server-sent events. Used by one thread. */
final class ResponseEvents implements ResponseSink {
    private final JoinedPieces out;
    private long number;

    /**
     * @param out receives the events
     */
    ResponseEvents(JoinedPieces out) {
        this.out = out;
    }

    @Override
    public void event(String type, Json.Obj members) {
        Json.Obj event =
                Json.Obj.EMPTY
                        .with("type", Json.of(type))
                        .with("sequence_number", Json.of(number))
                        .withAll(members);
        number++;
        out.add(Sse.event(type, event.toString()));
    }
}
