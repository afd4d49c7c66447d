package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.Told.count;
import static dev.chasqui.adapters.upstream.Told.object;
import static dev.chasqui.adapters.upstream.Told.objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelName;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How many tokens the models of one server read, as the server says; remembered for a short time,
 * since a model may be loaded anew with another length. Safe for use by several threads.
 */
final class ContextLengths {
    private static final Duration FRESHNESS = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MOST_MODELS = 256;

    /** With what Ollama loads a model of which nothing else is said. */
    private static final int OLLAMAS_DEFAULT = 4096;

    private final Supplier<Dialect> dialect;
    private final Function<HttpCall, Json.Obj> server;
    private final Cache<String, OptionalInt> known =
            Caffeine.newBuilder().expireAfterWrite(FRESHNESS).maximumSize(MOST_MODELS).build();

    /**
     * @param dialect what the server speaks
     * @param server answers a question or throws {@link FailureException}
     */
    ContextLengths(Supplier<Dialect> dialect, Function<HttpCall, Json.Obj> server) {
        this.dialect = dialect;
        this.server = server;
    }

    /** See {@link dev.chasqui.application.port.Backend#contextLength}; empty too if it fails. */
    OptionalInt of(String model) {
        return known.get(model, this::ask);
    }

    private OptionalInt ask(String model) {
        try {
            return dialect.get().equals(Dialect.OLLAMA) ? ofOllama(model) : ofOpenAi(model);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    /** OpenAI's own list says nothing of it; those who speak like it have each added a member. */
    private OptionalInt ofOpenAi(String model) {
        Optional<Json.Obj> entry =
                objects(ask(HttpCall.get("/v1/models")), "data")
                        .filter(each -> each.text("id").equals(Optional.of(model)))
                        .findFirst();
        if (entry.isEmpty()) {
            return OptionalInt.empty();
        }
        Json.Obj listed = entry.get();
        // llama-server that keeps several models has a status here. Its context_length is that of
        // all slots together, and to ask its /props would load the model.
        boolean router = listed.get("status").isPresent();
        OptionalInt said =
                firstOf(
                        count(listed, "max_model_len"),
                        count(object(listed, "meta"), "n_ctx"),
                        router ? OptionalInt.empty() : count(listed, "context_length"));
        if (said.isEmpty() && Told.isOfLmStudio(listed)) {
            return ofLmStudio(model);
        }
        boolean older = listed.text("owned_by").equals(Optional.of("llamacpp")) && !router;
        return said.isPresent() || !older ? said : ofProps();
    }

    private OptionalInt ofLmStudio(String model) {
        return Told.byLmStudio(server, LIMIT)
                .filter(each -> each.text("id").equals(Optional.of(model)))
                .map(Told::contextOfLmStudio)
                .findFirst()
                .orElseGet(OptionalInt::empty);
    }

    /** Where older releases of llama-server say it. */
    private OptionalInt ofProps() {
        Json.Obj props = ask(HttpCall.get("/props"));
        return count(object(props, "default_generation_settings"), "n_ctx");
    }

    private OptionalInt ofOllama(String model) {
        OptionalInt loaded =
                objects(ask(HttpCall.get("/api/ps")), "models")
                        .filter(
                                each ->
                                        each.text("name")
                                                .filter(name -> ModelName.same(name, model))
                                                .isPresent())
                        .map(each -> count(each, "context_length"))
                        .findFirst()
                        .orElse(OptionalInt.empty());
        return loaded.isPresent() ? loaded : ofShow(model);
    }

    private OptionalInt ofShow(String model) {
        Json.Obj name = Json.Obj.EMPTY.with("model", Json.of(model));
        Json.Obj shown = ask(HttpCall.post("/api/show", name));
        int wanted = parameter(shown).orElse(OLLAMAS_DEFAULT);
        Json.Obj info = object(shown, "model_info");
        IntStream trained =
                info.members().keySet().stream()
                        .filter(key -> key.endsWith(".context_length"))
                        .flatMapToInt(key -> count(info, key).stream());
        return OptionalInt.of(Math.min(wanted, trained.min().orElse(wanted)));
    }

    /** What the Modelfile says; one parameter is on each line, behind its name. */
    private static OptionalInt parameter(Json.Obj shown) {
        return shown.text("parameters").stream()
                .flatMap(String::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[0].equals("num_ctx") && words.length == 2)
                .filter(words -> words[1].matches("[1-9]\\d{0,8}"))
                .mapToInt(words -> Integer.parseInt(words[1]))
                .findFirst();
    }

    private Json.Obj ask(HttpCall call) {
        return server.apply(call.within(LIMIT));
    }

    private static OptionalInt firstOf(OptionalInt... counts) {
        return Arrays.stream(counts).flatMapToInt(OptionalInt::stream).findFirst();
    }
}
