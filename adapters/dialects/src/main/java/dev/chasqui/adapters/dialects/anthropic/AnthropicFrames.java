package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.SseReader;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Frame;

/** A reader of frames that an {@link AnthropicStreamDecoder} made. */
final class AnthropicFrames {
    private AnthropicFrames() {}

    /** Returns the object of a frame's event; an empty object if there is none. */
    static Json.Obj read(Frame frame) {
        SseReader reader = new SseReader("", Integer.MAX_VALUE);
        reader.feed(frame.bytes(), 0, frame.bytes().length);
        SseReader.Event event = reader.next();
        try {
            return event != null && JsonReader.read(event.data()) instanceof Json.Obj object
                    ? object
                    : Json.Obj.EMPTY;
        } catch (FailureException e) {
            // A malformed frame has no object.
            return Json.Obj.EMPTY;
        }
    }
}
