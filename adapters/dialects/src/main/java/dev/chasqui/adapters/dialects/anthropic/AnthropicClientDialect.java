package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.LimitStyle;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Anthropic's dialect for clients. If OpenAI's dialect has the same path, this dialect answers the
 * requests that have the header {@code anthropic-version}. Safe for use by several threads.
 */
public final class AnthropicClientDialect implements ClientDialect {
    /** The members of a listed model that are passed on from a backend of this dialect. */
    private static final List<String> PASSED_ON =
            List.of("max_input_tokens", "max_tokens", "capabilities");

    private final Models models;

    /**
     * Creates the dialect.
     *
     * @param models the models that clients may use
     */
    public AnthropicClientDialect(Models models) {
        this.models = models;
    }

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public ErrorStyle errors() {
        return AnthropicErrorStyle.INSTANCE;
    }

    @Override
    public LimitStyle limits() {
        return AnthropicLimitStyle::tell;
    }

    @Override
    public List<ClientPath> paths() {
        return List.of(
                new ClientPath.Chat("/v1/messages", new AnthropicMessages()),
                new ClientPath.Count("/v1/messages/count_tokens", new AnthropicTokenCount()),
                ClientPath.Lookup.get("/v1/models", question -> list(question.shown(models))),
                // An id may hold slashes.
                ClientPath.Lookup.get(
                        "/v1/models/{+id}",
                        question -> one(question.segment("id"), question.shown(models))));
    }

    @Override
    public boolean claims(RequestHeaders headers) {
        return headers.first(AnthropicSource.VERSION).isPresent();
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("request-id");
    }

    /**
     * Returns the whole list of models that chat, since this dialect has no other use for a model;
     * the query parameters for pages are ignored.
     */
    private static byte[] list(ShownModels models) {
        List<Json> entries =
                models.all().stream()
                        .filter(
                                candidate ->
                                        candidate.mayAnswer(ModelKind.CHAT, ModelKind.COMPLETION))
                        .<Json>map(candidate -> entry(candidate.model().id(), candidate))
                        .toList();
        return Json.Obj.EMPTY
                .with("data", new Json.Arr(entries))
                .with("has_more", Json.of(false))
                .with("first_id", entries.isEmpty() ? Json.Null.NULL : id(entries.getFirst()))
                .with("last_id", entries.isEmpty() ? Json.Null.NULL : id(entries.getLast()))
                .toBytes();
    }

    private static Json id(Json entry) {
        return ((Json.Obj) entry).get("id").orElseThrow();
    }

    private static byte[] one(String id, ShownModels models) {
        return entry(id, models.findMeant(id).getFirst()).toBytes();
    }

    private static Json.Obj entry(String id, Candidate candidate) {
        ModelInfo model = candidate.model();
        Instant created = model.created().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("type", Json.of("model"))
                        .with("id", Json.of(id))
                        .with(
                                "display_name",
                                Json.of(model.listed().text("display_name").orElse(id)))
                        .with("created_at", Json.of(created.toString()))
                        .with("backend", Json.of(candidate.backend().name()))
                        .withAll(candidate.state());
        for (String name : PASSED_ON) {
            Optional<Json> value = model.listed().get(name);
            if (value.isPresent() && entry.get(name).isEmpty()) {
                entry = entry.with(name, value.get());
            }
        }
        return entry;
    }
}
