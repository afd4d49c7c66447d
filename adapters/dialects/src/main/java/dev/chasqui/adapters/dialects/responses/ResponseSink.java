package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.domain.json.Json;

/** A receiver of the steps by which a response grows. */
interface ResponseSink {
    /** The sink of a whole response, of which only the end counts. */
    ResponseSink NONE = (_, _) -> {};

    /**
     * Takes one step.
     *
     * @param type the type of the event, such as {@code response.output_item.added}
     * @param members its members but the type and the number
     */
    void event(String type, Json.Obj members);
}
