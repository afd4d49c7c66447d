package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.domain.exchange.Cancellation;

import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * The search for the dialect of a server whose endpoint names none.
 *
 * @param endpoint the server
 * @param dialects the dialects that it is probed for
 * @param instanceId the id by which a Chasqui recognises its own requests
 * @param tls makes the settings of encrypted connections
 */
record DialectSearch(
        BackendEndpoint endpoint,
        ServerDialects dialects,
        String instanceId,
        Supplier<SSLContext> tls) {

    /**
     * A server that was found.
     *
     * @param url the address below which the paths of its dialect begin
     * @param type the program or service that it is, as far as that is known
     * @param open true if it answers without a key, or with the one that we have
     */
    record Found(ServerDialect dialect, BaseUrl url, String type, boolean open) {}

    /**
     * Probes the server.
     *
     * @return empty if it speaks none of the dialects
     * @throws dev.chasqui.domain.failure.FailureException if it does not answer
     */
    Optional<Found> search(Cancellation cancellation) {
        return probe(endpoint.url(), cancellation).or(() -> withoutApi(cancellation));
    }

    /**
     * Probes the address without its final {@code /api}: some people write the beginning of
     * Ollama's paths as a part of the address.
     */
    private Optional<Found> withoutApi(Cancellation cancellation) {
        if (!endpoint.url().endsWithApi()) {
            return Optional.empty();
        }
        return probe(endpoint.url().withoutApi(), cancellation)
                .filter(found -> found.dialect().beginsWithApi());
    }

    private Optional<Found> probe(BaseUrl url, Cancellation cancellation) {
        return new DialectProbe(dialects, dialect -> client(dialect, url))
                .probe(cancellation)
                .map(
                        found ->
                                new Found(
                                        found.dialect(),
                                        url,
                                        found.type(url.host()),
                                        found.server().open()));
    }

    /** Returns a client that asks the server in a dialect. */
    ProbeClient client(ServerDialect dialect, BaseUrl url) {
        return new ProbeClient(
                endpoint.name(),
                BackendEndpoint.versioned(dialect, url),
                endpoint.headers(dialect),
                instanceId,
                tls,
                endpoint.rule());
    }
}
