package dev.chasqui.adapters.dialects;

import dev.chasqui.application.library.ModelChange;

import java.util.Optional;
import java.util.function.Function;

/**
 * A decoded request to change models.
 *
 * @param change the change
 * @param reported true if its steps are reported, as a stream or by a final word; false if the
 *     answer to a success has no body
 * @param stream true if the client wants the steps as they come
 * @param path the path on a server of the same dialect
 * @param body makes the body for such a server from the name by which it knows the model; the body
 *     asks for a stream if steps are reported. Empty if the body of the request passes unread
 */
public record IncomingChange(
        ModelChange change,
        boolean reported,
        boolean stream,
        String path,
        Optional<Function<String, byte[]>> body) {}
