package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ContextChoice;
import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.LoadedModel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The server side of Ollama's dialect. */
public final class OllamaServerDialect implements ServerDialect {
    private final BackendCodec codec;

    /** Creates the dialect with its own codec. */
    public OllamaServerDialect() {
        this(new OllamaBackendCodec());
    }

    /** Creates the dialect with another codec. */
    public OllamaServerDialect(BackendCodec codec) {
        this.codec = codec;
    }

    @Override
    public String type() {
        return "ollama";
    }

    @Override
    public String displayName() {
        return "Ollama";
    }

    @Override
    public BackendCodec codec() {
        return codec;
    }

    @Override
    public boolean beginsWithApi() {
        return true;
    }

    /**
     * {@inheritDoc} Other servers have this API as well, so only a server that calls itself Ollama
     * is certain: the others keep the names of their models only in OpenAI's dialect.
     */
    @Override
    public Optional<FoundServer> recognise(ProbedServer server) {
        ProbedServer.Answer version = server.get("/api/version");
        if (version.status() != 200 || version.object().text("version").isEmpty()) {
            return Optional.empty();
        }
        boolean sure = server.get("/").text().contains("Ollama is running");
        return Optional.of(new FoundServer(sure, true, Optional.of("ollama")));
    }

    @Override
    public ServerAbilities of(AskedServer server) {
        return new Abilities(server, new OllamaContextLengths(server));
    }

    private record Abilities(AskedServer server, OllamaContextLengths contextLengths)
            implements ServerAbilities {
        @Override
        public OptionalInt contextLength(String model) {
            return contextLengths.of(model);
        }

        @Override
        public Optional<ContextChoice> contextChoice() {
            return Optional.of(new OllamaContextChoice(contextLengths));
        }

        @Override
        public List<LoadedModel> loaded() {
            return OllamaLoadedModels.in(server.object(ServerQuestion.get("/api/ps")));
        }

        @Override
        public boolean managesModels() {
            return true;
        }

        @Override
        public Optional<ModelDescription> describe(String model, boolean verbose) {
            Json.Obj name = Json.Obj.EMPTY.with("model", Json.of(model));
            Json.Obj asked = verbose ? name.with("verbose", Json.of(true)) : name;
            Json.Obj said = server.object(ServerQuestion.post("/api/show", asked));
            return Optional.of(new ModelDescription(Dialect.OLLAMA, said));
        }
    }
}
