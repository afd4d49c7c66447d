package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Instant;
import java.util.List;

/** What OpenAI's clients ask. */
public final class OpenAiRoutes {
    /** Clients of llama-server leave the version out, and it takes that. */
    private static final String WITHOUT_VERSION = "";

    private final Surface surface;
    private final Endpoint chat;
    private final Models models;

    public OpenAiRoutes(Surface surface, Endpoint chat, Models models) {
        this.surface = surface;
        this.chat = chat;
        this.models = models;
    }

    public void addTo(RouteTable routes) {
        for (String version : List.of("/v1", WITHOUT_VERSION)) {
            routes.post(version + "/chat/completions", Access.USER, surface, chat)
                    .get(version + "/models", Access.USER, surface, this::list)
                    // An id may hold slashes.
                    .get(version + "/models/{+id}", Access.USER, surface, this::one);
        }
    }

    private void list(Call call) {
        List<Json> entries =
                models.all().stream()
                        .<Json>map(candidate -> entry(candidate.model().id(), candidate))
                        .toList();
        call.send(
                Answer.json(
                        Json.Obj.EMPTY
                                .with("object", Json.of("list"))
                                .with("data", new Json.Arr(entries))));
    }

    private void one(Call call) {
        String id = call.request().path().pathParameters().get("id");
        call.send(Answer.json(entry(id, models.find(id).getFirst())));
    }

    private static Json.Obj entry(String id, Candidate candidate) {
        ModelInfo model = candidate.model();
        return Json.Obj.EMPTY
                .with("id", Json.of(id))
                .with("object", Json.of("model"))
                .with("created", Json.of(model.created().orElse(Instant.EPOCH).getEpochSecond()))
                .with("owned_by", Json.of(model.owner().orElse("chasqui")))
                .with("backend", Json.of(candidate.backend().name()))
                .withAll(candidate.state());
    }
}
