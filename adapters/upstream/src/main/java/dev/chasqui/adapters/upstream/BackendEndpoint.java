package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.upstream.client.ApiKey;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.domain.model.Zone;

import java.util.Optional;

/**
 * A server as the config names it.
 *
 * @param name unique; stands in logs and messages
 * @param dialect that it speaks; empty: it is asked when it is first needed
 * @param zone where its data may go; empty: what its {@linkplain BaseUrl#zone() address} says
 */
public record BackendEndpoint(
        String name,
        Optional<ServerDialect> dialect,
        BaseUrl url,
        Optional<ApiKey> apiKey,
        Optional<Zone> zone,
        Timeouts timeouts) {

    /** An endpoint without a key and with the defaults for the rest. */
    public static BackendEndpoint of(String name, Optional<ServerDialect> dialect, String url) {
        return new BackendEndpoint(
                name,
                dialect,
                BaseUrl.parse(url),
                Optional.empty(),
                Optional.empty(),
                Timeouts.DEFAULT);
    }
}
