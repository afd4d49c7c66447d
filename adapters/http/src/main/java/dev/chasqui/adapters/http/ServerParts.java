package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.http.edge.HarmlessListener;
import dev.chasqui.adapters.http.routes.MetricsPage;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.deferred.DeferredAnswers;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.library.Library;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.Reloading;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.registry.ServerRegistry;
import dev.chasqui.application.responses.Responses;
import dev.chasqui.application.sessions.Sessions;

import java.util.List;
import java.util.Optional;

/**
 * The parts of the application that the server uses.
 *
 * @param routes shows the choice of backends
 * @param threads watches over the code of plug-ins' routes
 * @param library carries out changes of the models
 * @param pool the pool of models that the server loads itself, if there is one
 * @param logs the logs of the servers of those models
 * @param dialects the dialects of clients, at least one; the server's own routes report failures in
 *     the first one
 * @param reloading reloads the configuration
 * @param listeners notified once of every exchange of the API
 * @param books the ledger and the audit trail
 * @param sessions the stored conversations
 * @param registry the registry of the servers behind this one
 * @param responses the responses and conversations that are kept
 * @param deferred the requests whose clients come back for the answer
 * @param version the version of Chasqui, which is in the header {@code X-Chasqui} of every answer
 */
public record ServerParts(
        Exchanges exchanges,
        RouteView routes,
        AgentThreads threads,
        Models models,
        Library library,
        Callers callers,
        Agents agents,
        Optional<Pool> pool,
        Optional<ModelLogs> logs,
        List<ClientDialect> dialects,
        Reloading reloading,
        List<ExchangeListener> listeners,
        MetricsPage metrics,
        Books books,
        Sessions sessions,
        ServerRegistry registry,
        Responses responses,
        DeferredAnswers deferred,
        String version) {

    public ServerParts {
        if (dialects.isEmpty()) {
            throw new IllegalArgumentException("dialects: none (expected: at least one)");
        }
        dialects = List.copyOf(dialects);
        listeners = listeners.stream().<ExchangeListener>map(HarmlessListener::new).toList();
    }
}
