package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.JsonMembers;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.domain.json.Json;

import java.util.Map;
import java.util.Optional;

/** The server side of Anthropic's dialect. Safe for use by several threads. */
public final class AnthropicServerDialect implements ServerDialect {
    /** The version of the API if the client names none. */
    private static final String OUR_VERSION = "2023-06-01";

    private final BackendCodec codec = new AnthropicBackendCodec();

    @Override
    public String type() {
        return "anthropic";
    }

    @Override
    public String displayName() {
        return "Anthropic";
    }

    @Override
    public BackendCodec codec() {
        return codec;
    }

    @Override
    public Map<String, String> credentials(String secret) {
        return Map.of("x-api-key", secret);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of(AnthropicSource.VERSION, OUR_VERSION);
    }

    /**
     * {@inheritDoc} Servers of other dialects often accept this dialect too. So a server is
     * recognised only if its list of models, or the error in place of the list, has the form of
     * this dialect.
     */
    @Override
    public Optional<FoundServer> recognise(ProbedServer server) {
        ProbedServer.Answer models = server.get("/v1/models");
        Json.Obj body = models.object();
        return switch (models.status()) {
            case 200 ->
                    body.get("has_more")
                            .filter(_ -> JsonMembers.objects(body, "data").allMatch(this::isModel))
                            .map(_ -> new FoundServer(true, true, Optional.empty()));
            case 401, 403, 503, 529 ->
                    body.text("type")
                            .filter("error"::equals)
                            .map(_ -> new FoundServer(true, false, Optional.empty()));
            default -> Optional.empty();
        };
    }

    private boolean isModel(Json.Obj entry) {
        return entry.text("type").equals(Optional.of("model"));
    }

    @Override
    public ServerAbilities of(AskedServer server) {
        return new AnthropicServer(server);
    }
}
