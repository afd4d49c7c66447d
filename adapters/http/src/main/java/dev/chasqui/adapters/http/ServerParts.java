package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.http.edge.HarmlessListener;
import dev.chasqui.adapters.http.routes.MetricsPage;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.Agents;
import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.Reloading;

import java.util.List;
import java.util.Optional;

/**
 * What the server works with.
 *
 * @param threads watches over what routes of plug-ins do
 * @param pool the models that the server loads itself, if there are any
 * @param logs what the servers of those models write
 * @param dialects what clients may speak, at least one; our own routes tell failures as the first
 *     one does
 * @param reloading reads the configuration again
 * @param listeners are told of every exchange of the API, once
 * @param version our own, shown in the header {@code X-Chasqui} of every answer
 */
public record ServerParts(
        Exchanges exchanges,
        AgentThreads threads,
        Models models,
        Callers callers,
        Agents agents,
        Optional<Pool> pool,
        Optional<ModelLogs> logs,
        List<ClientDialect> dialects,
        Reloading reloading,
        List<ExchangeListener> listeners,
        MetricsPage metrics,
        String version) {

    public ServerParts {
        if (dialects.isEmpty()) {
            throw new IllegalArgumentException("dialects: none (expected: at least one)");
        }
        dialects = List.copyOf(dialects);
        listeners = listeners.stream().<ExchangeListener>map(HarmlessListener::new).toList();
    }
}
