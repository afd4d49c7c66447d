package dev.chasqui.adapters.dialects.openai.models;

import static dev.chasqui.adapters.dialects.server.JsonMembers.count;
import static dev.chasqui.adapters.dialects.server.JsonMembers.objects;

import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * LM Studio, which speaks OpenAI's dialect and reports more about its models by an API of its own.
 */
public final class LmStudio {
    /** The owner of its models in their list. */
    public static final String OWNER = "organization_owner";

    private LmStudio() {}

    /** Returns true if the list that this entry comes from is an LM Studio's. */
    static boolean lists(Json.Obj entry) {
        return entry.text("owned_by").equals(Optional.of(OWNER));
    }

    /** Returns the models in its own API; none if there is no such API. */
    static Stream<Json.Obj> models(AskedServer server, Duration limit) {
        try {
            return objects(
                    server.object(ServerQuestion.get("/api/v0/models").within(limit)), "data");
        } catch (FailureException e) {
            return Stream.empty();
        }
    }

    /**
     * Returns the context length of a loaded model in tokens, else the largest that it can have.
     */
    static OptionalInt contextLength(Json.Obj entry) {
        OptionalInt loaded = count(entry, "loaded_context_length");
        return loaded.isPresent() ? loaded : count(entry, "max_context_length");
    }
}
