package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.BackendConfig;
import dev.chasqui.adapters.config.BackendTimeouts;
import dev.chasqui.adapters.upstream.BackendType;
import dev.chasqui.adapters.upstream.Endpoint;
import dev.chasqui.adapters.upstream.client.ApiKey;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.Timeouts;

import java.util.Map;

/** Tells what reaches servers what the config says of them. */
final class Endpoints {
    private Endpoints() {}

    /** A backend of the config. */
    static Endpoint of(BackendConfig backend, Map<String, String> environment) {
        return new Endpoint(
                backend.name(),
                switch (backend.type()) {
                    case OPENAI -> BackendType.OPENAI;
                    case OLLAMA -> BackendType.OLLAMA;
                    case AUTO -> BackendType.AUTO;
                },
                BaseUrl.parse(backend.url().toString()),
                backend.apiKey(environment).map(ApiKey::new),
                backend.zone(),
                timeouts(backend.timeouts()));
    }

    static Timeouts timeouts(BackendTimeouts told) {
        return new Timeouts(told.connect(), told.firstByte(), told.idle());
    }
}
