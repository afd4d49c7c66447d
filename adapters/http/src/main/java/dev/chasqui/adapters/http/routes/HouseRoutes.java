package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.application.port.Agents;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.json.Json;

import io.helidon.http.HeaderNames;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Routes of our own: the front page, the metrics, what administrators ask. */
public final class HouseRoutes {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String FRONT_PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Chasqui</title></head>
            <body>
            <h1>Chasqui is running</h1>
            <p>This is a server between chat clients and language models. Point a client that speaks
            OpenAI's API to <code>/v1</code> of this address, or one that speaks Ollama's to the
            address itself.</p>
            <p><a href="/v1/models">Models</a> · <a href="/health">Health</a></p>
            </body>
            </html>
            """;

    private final Surface house;
    private final Surface ollama;
    private final Agents agents;
    private final MetricsPage metrics;

    public HouseRoutes(Surface house, Surface ollama, Agents agents, MetricsPage metrics) {
        this.house = house;
        this.ollama = ollama;
        this.agents = agents;
        this.metrics = metrics;
    }

    public void addTo(RouteTable routes) {
        routes.get("/", Access.USER, ollama, HouseRoutes::front)
                .getUntold("/metrics", Access.USER, house, this::metrics)
                .get("/admin/agents", Access.ADMIN, house, this::listAgents);
    }

    /** Ollama's clients look for its own words here; a browser gets some that help. */
    private static void front(Call call) {
        boolean browser =
                call.request().headers().values(HeaderNames.ACCEPT).stream()
                        .anyMatch(accept -> accept.contains("text/html"));
        call.send(
                browser
                        ? new Answer(200, HTML, FRONT_PAGE.getBytes(StandardCharsets.UTF_8))
                        : Answer.text(200, "Ollama is running"));
    }

    private void metrics(Call call) {
        call.send(new Answer(200, metrics.contentType(), metrics.body().get()));
    }

    private void listAgents(Call call) {
        try (AgentGeneration now = agents.enter()) {
            List<Json> entries = now.all().stream().<Json>map(HouseRoutes::entry).toList();
            Json.Obj body = Json.Obj.EMPTY.with("agents", new Json.Arr(entries));
            call.send(Answer.json(body));
        }
    }

    private static Json.Obj entry(AgentType<?> type) {
        return Json.Obj.EMPTY
                .with("name", Json.of(type.name()))
                .with("help", Json.of(type.help()))
                .with("usage", Json.of(CommandUsage.of(type).sentence()));
    }
}
