package dev.chasqui.adapters.dialects.openai.models;

import static dev.chasqui.adapters.dialects.server.JsonMembers.count;
import static dev.chasqui.adapters.dialects.server.JsonMembers.object;
import static dev.chasqui.adapters.dialects.server.JsonMembers.objects;

import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The context lengths of one server's models, in tokens. OpenAI's own list does not hold them; each
 * server that speaks its dialect has added a member of its own.
 */
public final class OpenAiContextLengths {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final AskedServer server;

    public OpenAiContextLengths(AskedServer server) {
        this.server = server;
    }

    /** See {@link dev.chasqui.application.port.TokenAbility#contextLength}. */
    public OptionalInt of(String model) {
        Optional<Json.Obj> entry =
                objects(ask("/v1/models"), "data")
                        .filter(each -> each.text("id").equals(Optional.of(model)))
                        .findFirst();
        if (entry.isEmpty()) {
            return OptionalInt.empty();
        }
        Json.Obj listed = entry.get();
        // An entry of a llama-server that keeps several models has a status. Its context_length is
        // the sum of all slots, and a request for its /props would load the model.
        boolean router = listed.get("status").isPresent();
        OptionalInt reported =
                firstOf(
                        count(listed, "max_model_len"),
                        count(object(listed, "meta"), "n_ctx"),
                        router ? OptionalInt.empty() : count(listed, "context_length"));
        if (reported.isEmpty() && LmStudio.lists(listed)) {
            return ofLmStudio(model);
        }
        boolean older = listed.text("owned_by").equals(Optional.of("llamacpp")) && !router;
        return reported.isPresent() || !older ? reported : ofProps();
    }

    private OptionalInt ofLmStudio(String model) {
        return LmStudio.models(server, LIMIT)
                .filter(each -> each.text("id").equals(Optional.of(model)))
                .map(LmStudio::contextLength)
                .findFirst()
                .orElseGet(OptionalInt::empty);
    }

    /** Returns the length from /props, where older releases of llama-server report it. */
    private OptionalInt ofProps() {
        Json.Obj props = ask("/props");
        return count(object(props, "default_generation_settings"), "n_ctx");
    }

    private Json.Obj ask(String path) {
        return server.object(ServerQuestion.get(path).within(LIMIT));
    }

    private static OptionalInt firstOf(OptionalInt... counts) {
        return Arrays.stream(counts).flatMapToInt(OptionalInt::stream).findFirst();
    }
}
