package dev.chasqui.adapters.dialects.openai;

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

/** LM Studio, which speaks OpenAI's dialect and tells more of its models by an API of its own. */
final class LmStudio {
    /** What it says that its models are owned by. */
    static final String OWNER = "organization_owner";

    private LmStudio() {}

    /** Whether the server whose list this entry is of is an LM Studio. */
    static boolean lists(Json.Obj entry) {
        return entry.text("owned_by").equals(Optional.of(OWNER));
    }

    /** What its own API says of its models; nothing where there is no such API. */
    static Stream<Json.Obj> models(AskedServer server, Duration limit) {
        try {
            return objects(
                    server.object(ServerQuestion.get("/api/v0/models").within(limit)), "data");
        } catch (FailureException e) {
            return Stream.empty();
        }
    }

    /** The context length of a model that is loaded, else the largest that it would have. */
    static OptionalInt contextLength(Json.Obj entry) {
        OptionalInt loaded = count(entry, "loaded_context_length");
        return loaded.isPresent() ? loaded : count(entry, "max_context_length");
    }
}
