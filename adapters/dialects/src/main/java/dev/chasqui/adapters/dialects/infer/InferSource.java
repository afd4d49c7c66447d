package dev.chasqui.adapters.dialects.infer;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.json.Json;

/**
 * The parts of a request that its answer repeats.
 *
 * @param id the id of the request
 * @param session the name of its session
 * @param named true if the body names it; it is that of a header, or a new one, otherwise
 * @param metadata the client's labels as it sent them
 * @param length the number of bytes of the request
 */
record InferSource(String id, String session, boolean named, Json.Obj metadata, int length)
        implements Source {
    static final Dialect DIALECT = new Dialect("infer");

    @Override
    public Dialect dialect() {
        return DIALECT;
    }

    Json.Obj context() {
        return Json.Obj.EMPTY.with("session_id", Json.of(session)).with("metadata", metadata);
    }
}
