package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.BackendConfig;
import dev.chasqui.adapters.config.BackendTimeouts;
import dev.chasqui.adapters.config.BackendType;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.adapters.upstream.DescribedModels;
import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The conversion of the config to the endpoints of backends. */
final class Endpoints {
    private Endpoints() {}

    /** Returns the endpoint of a backend of the config. */
    static BackendEndpoint of(
            BackendConfig backend, ServerDialects dialects, Map<String, String> environment) {
        return new BackendEndpoint(
                backend.id(),
                dialect(backend, dialects),
                url(backend).with(backend.paths()),
                backend.apiKey(environment).map(ServerKey::new),
                backend.zone(),
                timeouts(backend.timeouts()),
                backend.embeddingWindow(),
                backend.maxContext().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                new DescribedModels(backend.models(), backend.kinds()),
                type(backend),
                AddressRule.ANY);
    }

    /** Returns what administrators are told of a backend of the config. */
    static ServerEntry entry(BackendConfig backend, Map<String, String> environment) {
        return new ServerEntry(
                backend.id(),
                url(backend).written(),
                ServerKind.answering(Set.copyOf(backend.kinds())),
                backend.apiKey(environment).map(ServerKey::new),
                backend.zone(),
                type(backend),
                backend.models());
    }

    private static BaseUrl url(BackendConfig backend) {
        return BaseUrl.parse(backend.address().orElseThrow().toString());
    }

    /** Returns the hosted service; also the API, unless many programs speak it. */
    private static Optional<String> type(BackendConfig backend) {
        boolean manySpeakIt =
                backend.type() == BackendType.AUTO || backend.type() == BackendType.OPENAI;
        return backend.service().isPresent() || !manySpeakIt
                ? Optional.of(backend.type().word())
                : Optional.empty();
    }

    private static Optional<ServerDialect> dialect(BackendConfig backend, ServerDialects dialects) {
        // A server without a list of models cannot be recognised by it.
        Optional<String> assumed =
                backend.models().isEmpty() ? Optional.empty() : Optional.of("openai");
        Optional<ServerDialect> known =
                backend.type().dialect().or(() -> assumed).map(dialects::get);
        return backend.service()
                .map(service -> known.map(dialect -> dialect.hosted(service.members())))
                .orElse(known);
    }

    static Timeouts timeouts(BackendTimeouts config) {
        return new Timeouts(config.connect(), config.firstByte(), config.idle());
    }
}
