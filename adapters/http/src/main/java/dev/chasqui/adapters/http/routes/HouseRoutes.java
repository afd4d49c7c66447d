package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.routes.ledger.AuditRoute;
import dev.chasqui.adapters.http.routes.ledger.BackupRoute;
import dev.chasqui.adapters.http.routes.ledger.DecisionRoutes;
import dev.chasqui.adapters.http.routes.ledger.LedgerRoutes;
import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.ledger.ChangeAudit;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The server's own routes: the front page, the metrics, the agents, the ledger, the audit and
 * backups.
 */
public final class HouseRoutes {
    private static final InstantSource CLOCK = InstantSource.system();
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
    private final Optional<ClientDialect> greeting;
    private final Agents agents;
    private final MetricsPage metrics;
    private final Books books;
    private final CallerDirectory callers;
    private final Function<Caller, ModelView> views;

    /**
     * Prepares the routes.
     *
     * @param dialects the dialects; the first one with a greeting answers on the front page
     * @param callers the users, each of whom sees its requests since it was made
     * @param views returns what a caller may use
     */
    public HouseRoutes(
            Surface house,
            List<ClientDialect> dialects,
            Agents agents,
            MetricsPage metrics,
            Books books,
            CallerDirectory callers,
            Function<Caller, ModelView> views) {
        this.house = house;
        this.greeting = dialects.stream().filter(one -> one.greeting().isPresent()).findFirst();
        this.agents = agents;
        this.metrics = metrics;
        this.books = books;
        this.callers = callers;
        this.views = views;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        Surface front = greeting.map(Surface::of).orElse(house);
        routes.get("/", Access.USER, front, this::front)
                .getUntold("/metrics", Access.USER, house, this::metrics);
        new AgentRoutes(house, agents, new ChangeAudit(books.audit(), CLOCK)).addTo(routes);
        new LedgerRoutes(house, books, callers, CLOCK).addTo(routes);
        new AuditRoute(house, books.audit()).addTo(routes);
        new DecisionRoutes(house, books.decisions()).addTo(routes);
        new BackupRoute(house, books, CLOCK).addTo(routes);
    }

    /**
     * Answers on the front page: with the greeting that clients of the dialect expect, or with a
     * page for a browser.
     */
    private void front(Call call) {
        boolean browser =
                call.request().headers().values(HeaderNames.ACCEPT).stream()
                        .anyMatch(accept -> accept.contains("text/html"));
        Answer page = new Answer(200, HTML, FRONT_PAGE.getBytes(StandardCharsets.UTF_8));
        call.send(
                greeting.filter(_ -> !browser)
                        .flatMap(ClientDialect::greeting)
                        .map(text -> Answer.text(200, text))
                        .orElse(page));
    }

    /** Answers with the metrics, which tell the names of all models and how they are used. */
    private void metrics(Call call) {
        Caller caller = call.caller();
        if (caller.role() != Caller.Role.ADMIN && !views.apply(caller).isAllModels()) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "'"
                                    + caller.name()
                                    + "' may not see the metrics, since they name all models"
                                    + " (expected: the key of an administrator, or of a user who"
                                    + " may ask for every model)"));
        }
        call.send(new Answer(200, metrics.contentType(), metrics.body().get()));
    }
}
