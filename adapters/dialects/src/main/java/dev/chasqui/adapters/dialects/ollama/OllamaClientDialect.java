package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.Dialect;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ollama's native dialect for clients. */
public final class OllamaClientDialect implements ClientDialect {
    private final OllamaLookups lookups;
    private final InstantSource clock;

    /**
     * @param models the models that clients may ask for
     * @param version the version of Ollama that the server reports
     * @param clock the source of the time of each piece of a reply
     */
    public OllamaClientDialect(Models models, String version, InstantSource clock) {
        this.lookups = new OllamaLookups(models, version);
        this.clock = clock;
    }

    @Override
    public Dialect dialect() {
        return Dialect.OLLAMA;
    }

    @Override
    public ErrorStyle errors() {
        return OllamaErrorStyle.INSTANCE;
    }

    @Override
    public List<ClientPath> paths() {
        List<ClientPath> paths = new ArrayList<>(OllamaChange.paths(clock));
        paths.addAll(answering());
        return List.copyOf(paths);
    }

    private List<ClientPath> answering() {
        return List.of(
                new ClientPath.Chat(OllamaPath.CHAT.path(), new OllamaChat(clock)),
                new ClientPath.Chat(OllamaPath.GENERATE.path(), new OllamaGenerate(clock)),
                embeddings(OllamaPath.EMBED),
                embeddings(OllamaPath.EMBEDDINGS),
                ClientPath.Lookup.post("/api/show", lookups::show),
                ClientPath.Lookup.get("/api/tags", lookups::tags),
                ClientPath.Lookup.get("/api/ps", lookups::running),
                ClientPath.Lookup.get("/api/version", _ -> lookups.version()));
    }

    private ClientPath embeddings(OllamaPath path) {
        return new ClientPath.Embed(path.path(), new OllamaEmbeddings(path, clock));
    }

    @Override
    public Optional<String> basePath() {
        return Optional.of("");
    }

    @Override
    public Optional<String> greeting() {
        return Optional.of("Ollama is running");
    }
}
