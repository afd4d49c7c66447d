package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.model.Zone;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A server as the config or an administrator describes it. Immutable.
 *
 * @param name the unique name of the backend, used in logs and messages
 * @param dialect the dialect that the server speaks; empty if the server is asked for it at its
 *     first use
 * @param url the base address of the server
 * @param apiKey the key that the server demands; empty if it demands none
 * @param zone the zone of the server's data; empty for the one that its {@linkplain BaseUrl#zone()
 *     address} implies
 * @param timeouts the longest silences of the server
 * @param embeddingWindow the time that a small request for embeddings waits for others, to be sent
 *     with them; zero sends each by itself
 * @param maxContext the longest context in tokens that the server is asked to give a model; empty
 *     for the one that the model was trained with
 * @param models the server's models as the config describes them
 * @param type the program or service that the server is; empty if that is found out with its
 *     dialect, or not at all
 * @param rule the rule for the addresses to which the server's name may lead
 */
public record BackendEndpoint(
        String name,
        Optional<ServerDialect> dialect,
        BaseUrl url,
        Optional<ServerKey> apiKey,
        Optional<Zone> zone,
        Timeouts timeouts,
        Duration embeddingWindow,
        OptionalInt maxContext,
        DescribedModels models,
        Optional<String> type,
        AddressRule rule) {

    /**
     * Makes an endpoint without a bound of the context, whose server lists its models; embeddings
     * are sent each by itself.
     */
    public BackendEndpoint(
            String name,
            Optional<ServerDialect> dialect,
            BaseUrl url,
            Optional<ServerKey> apiKey,
            Optional<Zone> zone,
            Timeouts timeouts) {
        this(
                name,
                dialect,
                url,
                apiKey,
                zone,
                timeouts,
                Duration.ZERO,
                OptionalInt.empty(),
                DescribedModels.NONE,
                Optional.empty(),
                AddressRule.ANY);
    }

    /**
     * Returns the endpoint of a registered server. At each connection the address to which its name
     * leads is checked by the {@link ServerAddressRule}.
     *
     * @throws IllegalArgumentException if the address of the server is not valid
     */
    public static BackendEndpoint of(ServerEntry server, ServerDialects dialects) {
        BaseUrl url = BaseUrl.parse(server.url());
        return new BackendEndpoint(
                server.id(),
                // A server without a list of models cannot be recognised by it.
                server.models().isEmpty() ? Optional.empty() : Optional.of(dialects.get("openai")),
                url,
                server.key(),
                server.zone(),
                Timeouts.DEFAULT,
                Duration.ZERO,
                OptionalInt.empty(),
                DescribedModels.bounded(server.models(), server.kinds()),
                server.type(),
                server.zone().isPresent() ? ServerAddressRule.ANY : ServerAddressRule.of(url));
    }

    /** Returns the same endpoint of a server whose type is known. */
    BackendEndpoint typed(String known) {
        return new BackendEndpoint(
                name,
                dialect,
                url,
                apiKey,
                zone,
                timeouts,
                embeddingWindow,
                maxContext,
                models,
                Optional.of(known),
                rule);
    }

    /** Returns the zone of the server's data: the one that is named, or that of the address. */
    Zone zoneOfData() {
        return zone.orElseGet(url::zone);
    }

    /**
     * Returns the gate before the server: calls to one of the zone {@code open} are entered.
     *
     * @param known returns the program or service that the server is, as far as that is known
     */
    HttpClient.Gate gate(Supplier<Optional<String>> known, Departures departures) {
        return zoneOfData() == Zone.OPEN
                ? new DepartureGate(
                        name, url.authority(), known, departures, InstantSource.system())
                : HttpClient.Gate.OPEN;
    }

    /** Returns the credentials for a server whose dialect is not known yet. */
    Map<String, String> bearer() {
        return apiKey.map(key -> Map.of("Authorization", "Bearer " + key.secret()))
                .orElse(Map.of());
    }

    /** Returns the headers of every request in a dialect, with our key if we have one. */
    Map<String, String> headers(ServerDialect of) {
        Map<String, String> headers = new LinkedHashMap<>(of.headers());
        apiKey.map(ServerKey::secret).map(of::credentials).ifPresent(headers::putAll);
        return headers;
    }

    /** Returns the address for a server of a dialect, of which people write a longer form. */
    static BaseUrl url(ServerDialect dialect, BaseUrl written) {
        return versioned(dialect, dialect.beginsWithApi() ? written.withoutApi() : written);
    }

    /** Returns the address for a server of a dialect that may have a version in its address. */
    static BaseUrl versioned(ServerDialect dialect, BaseUrl written) {
        return dialect.addressHoldsVersion() ? written.withOwnVersion() : written;
    }

    /**
     * Returns an endpoint without a key, with the zone of its address and the default timeouts.
     *
     * @throws IllegalArgumentException if {@code url} is not a valid address
     */
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
