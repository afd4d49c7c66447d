package dev.chasqui.adapters.dialects.openai.models;

import static dev.chasqui.adapters.dialects.server.JsonMembers.count;
import static dev.chasqui.adapters.dialects.server.JsonMembers.object;
import static dev.chasqui.adapters.dialects.server.JsonMembers.objects;

import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.LoadedModel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The models that a server of OpenAI's dialect holds in memory, as far as its kind reports them. It
 * also loads and unloads models of a llama-server that keeps several. Safe for use by several
 * threads.
 */
public final class OpenAiLoadedModels {
    /** The owners of models whose servers hold all listed models in memory as long as they run. */
    private static final Set<String> SERVE_WHAT_THEY_LIST = Set.of("llamacpp", "vllm", "sglang");

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private static final String LOADED = "loaded";

    private final AskedServer server;

    public OpenAiLoadedModels(AskedServer server) {
        this.server = server;
    }

    /** Returns the loaded models; none if the server does not report them. */
    public List<LoadedModel> all() {
        List<Json.Obj> listed = listed();
        if (listed.stream().anyMatch(LmStudio::lists)) {
            return LmStudio.models(server, LIMIT)
                    .filter(entry -> entry.text("state").equals(Optional.of(LOADED)))
                    .map(OpenAiLoadedModels::ofLmStudio)
                    .toList();
        }
        return listed.stream()
                .filter(OpenAiLoadedModels::isLoaded)
                .map(OpenAiLoadedModels::loadedModel)
                .toList();
    }

    private List<Json.Obj> listed() {
        return objects(server.object(ServerQuestion.get("/v1/models").within(LIMIT)), "data")
                .toList();
    }

    /**
     * Returns the state of one of several models of a llama-server; empty for a server with one
     * model.
     */
    private static Optional<String> status(Json.Obj entry) {
        return object(entry, "status").text("value");
    }

    private static boolean isLoaded(Json.Obj entry) {
        return status(entry)
                .map(LOADED::equals)
                .orElseGet(
                        () ->
                                entry.text("owned_by")
                                        .filter(SERVE_WHAT_THEY_LIST::contains)
                                        .isPresent());
    }

    /**
     * Returns true if the model is loaded, or asleep: a sleeping model wakes up with the next
     * request.
     */
    private static boolean isAvailable(Json.Obj entry) {
        return isLoaded(entry) || status(entry).equals(Optional.of("sleeping"));
    }

    private static LoadedModel loadedModel(Json.Obj entry) {
        OptionalInt context = count(entry, "max_model_len");
        return LoadedModel.of(
                entry.text("id").orElse(""),
                context.isPresent() ? context : count(object(entry, "meta"), "n_ctx"));
    }

    private static LoadedModel ofLmStudio(Json.Obj entry) {
        return LoadedModel.of(entry.text("id").orElse(""), LmStudio.contextLength(entry));
    }

    /**
     * Loads the model and returns when it is loaded. For a server that holds all its models in
     * memory this only checks that it lists the model.
     *
     * @throws FailureException with {@code BackendFailed} if there is no such model or its load
     *     fails, {@code BackendTimeout} if that takes too long, {@code Cancelled} if the call was
     *     cancelled
     */
    public void load(String model, Cancellation cancellation) {
        Duration limit = server.loadLimit();
        long end = System.nanoTime() + limit.toNanos();
        Json.Obj entry = entryOf(model);
        if (status(entry).isEmpty() || isAvailable(entry)) {
            return;
        }
        post("/models/load", model);
        for (entry = entryOf(model); !isAvailable(entry); entry = entryOf(model)) {
            if (object(entry, "status").get("failed").equals(Optional.of(Json.of(true)))) {
                throw new FailureException(
                        new Failure.BackendFailed(
                                server.name(),
                                "it could not load '" + model + "'; its log says why"));
            }
            if (System.nanoTime() - end > 0) {
                throw new FailureException(
                        new Failure.BackendTimeout(
                                server.name(), "'" + model + "' to load", limit));
            }
            pause(cancellation);
        }
    }

    /** Unloads the model if the server can do that. */
    public void unload(String model) {
        if (status(entryOf(model)).filter(value -> !value.equals("unloaded")).isPresent()) {
            post("/models/unload", model);
        }
    }

    private Json.Obj entryOf(String model) {
        return listed().stream()
                .filter(entry -> entry.text("id").equals(Optional.of(model)))
                .findFirst()
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.BackendFailed(
                                                server.name(),
                                                "it does not list '" + model + "' any more")));
    }

    /**
     * Posts a change of a model's state. The server refuses a state that it already has, because
     * another caller was faster; that is no failure.
     */
    private void post(String path, String model) {
        try {
            var _ =
                    server.object(
                            ServerQuestion.post(
                                    path, Json.Obj.EMPTY.with("model", Json.of(model))));
        } catch (FailureException e) {
            if (!(e.failure() instanceof Failure.BackendRefused refused)
                    || refused.status() != 400) {
                throw e;
            }
        }
    }

    private static void pause(Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var _ = cancellation.onCancel(cancelled::countDown)) {
            if (cancelled.await(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FailureException(new Failure.Cancelled());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        }
    }
}
