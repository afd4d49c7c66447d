package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** A tool that the model may call. */
public sealed interface Tool {

    /**
     * A function.
     *
     * @param parameters its JSON Schema; some clients leave it out
     * @param extras members of the function object that we do not know, such as {@code strict}
     */
    record Function(
            String name, Optional<String> description, Optional<Json> parameters, Json.Obj extras)
            implements Tool {}

    /** A tool of a kind that we carry without understanding it. */
    record Other(Json.Obj value) implements Tool {}
}
