package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugins.rag.filestore.FileLimits;
import dev.chasqui.plugins.rag.filestore.FileStore;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.folders.WatchedFolders;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.openai.OpenAiRoutes;
import dev.chasqui.plugins.rag.openai.OwnedLibrary;
import dev.chasqui.plugins.rag.routes.CollectionRoutes;
import dev.chasqui.plugins.rag.routes.Uploads;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.VectorModel;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * The plug-in of {@code /rag}: its agent, the routes of its collections, and their health. Its
 * methods are called by one thread at a time.
 */
public final class RagPlugin implements Plugin {
    private @Nullable Collections collections;
    private @Nullable DocumentIntake intake;
    private @Nullable WatchedFolders folders;
    private @Nullable VectorStores stores;

    @Override
    public String name() {
        return "rag";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        RagConfig config = host.config(RagConfig.class);
        Collections opened = Collections.open(host.data(), model(host, config), config.languages());
        collections = opened;
        Uploads uploads = Uploads.open(host.data());
        DocumentIntake reading = new DocumentIntake(opened);
        intake = reading;
        Clock clock = Clock.tickMillis(ZoneOffset.UTC);
        FileStore files =
                FileStore.open(
                        host.data(), new FileLimits(config.files(), config.filesPerUser()), clock);
        VectorStores owned = VectorStores.open(host.data(), files, opened, reading, clock);
        stores = owned;
        Library library = new OwnedLibrary(opened, owned);
        RagParts parts = RagParts.of(library, host.models(), config);
        contributions.agent(type(parts));
        WatchedFolders watched =
                new WatchedFolders(config.folders(), config.lookEvery(), opened, reading);
        folders = watched;
        watched.start();
        new CollectionRoutes(
                        opened,
                        uploads,
                        reading,
                        parts.retriever(),
                        watched::report,
                        config::collection,
                        owned)
                .all()
                .forEach(contributions::route);
        OpenAiRoutes.all(files, owned, opened, library, parts.retriever(), uploads)
                .forEach(contributions::route);
        contributions.health(opened::health);
    }

    /**
     * Gives the index writers up: searches continue, and changes are refused with advice to try
     * again.
     */
    @Override
    public void release() {
        if (stores != null) {
            stores.release();
        }
        if (collections != null) {
            collections.release();
        }
    }

    @Override
    public void resume() {
        if (collections != null) {
            collections.resume();
        }
        if (stores != null) {
            stores.resume();
        }
    }

    @Override
    public void stop() {
        if (folders != null) {
            folders.close();
        }
        if (stores != null) {
            stores.close();
        }
        if (intake != null) {
            intake.close();
        }
        if (collections != null) {
            collections.close();
        }
    }

    private static Optional<VectorModel> model(Host host, RagConfig config) {
        return config.embedder().equals(RagConfig.NO_EMBEDDER)
                ? Optional.empty()
                : Optional.of(
                        new VectorModel(
                                config.embedder(),
                                host.models()::embed,
                                host.models().inside()::embed,
                                Set.copyOf(config.inside())));
    }

    static AgentType<RagArguments> type(RagParts parts) {
        return new AgentType<>(
                "rag",
                "Answers from your documents and cites them",
                RagArguments.class,
                arguments -> new RagAgent(parts, arguments.over(parts.config())));
    }
}
