package dev.chasqui.adapters.remote;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.application.agents.FixedGeneration;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.ChainCalls;
import dev.chasqui.domain.agent.AgentType;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The agents that are web services. Exchanges that run when the services change go on with those
 * that they began with. Safe for use by several threads.
 */
public final class RemoteAgents implements Agents, AutoCloseable {
    private final RequestEdit edits;
    private final OpenChains chains;
    private Optional<ServiceClient> client = Optional.empty();
    private volatile FixedGeneration present = FixedGeneration.EMPTY;

    /**
     * @param writer writes requests in OpenAI's shape
     * @param reader reads requests in OpenAI's shape
     * @param self returns the address at which services reach this server, without a path
     */
    public RemoteAgents(BackendCodec writer, ClientCodec reader, Supplier<URI> self) {
        edits = new RequestEdit(writer, reader);
        chains = new OpenChains(edits, self);
    }

    /** Replaces the services. */
    public synchronized void change(List<RemoteService> services) {
        if (services.isEmpty()) {
            present = FixedGeneration.EMPTY;
            return;
        }
        // A server without services needs no thread of a client.
        ServiceClient used = client.orElseGet(ServiceClient::new);
        client = Optional.of(used);
        SortedMap<String, AgentType<?>> types = new TreeMap<>();
        services.forEach(service -> types.put(service.name(), type(service, used.http())));
        present = new FixedGeneration(types, Map.of());
    }

    private AgentType<?> type(RemoteService service, HttpClient http) {
        AgentType<?> type =
                new AgentType<>(
                                service.name(),
                                service.help(),
                                RemoteArguments.class,
                                arguments ->
                                        new RemoteAgent(service, arguments, http, edits, chains))
                        .withOnFailure(service.onFailure());
        return service.nearModel() ? type.nearModel() : type;
    }

    @Override
    public AgentGeneration enter() {
        return present;
    }

    @Override
    public Optional<ChainCalls> chainCalls() {
        return Optional.of(chains);
    }

    /** Ends the calls of services that still run. */
    @Override
    public synchronized void close() {
        client.ifPresent(ServiceClient::close);
    }
}
