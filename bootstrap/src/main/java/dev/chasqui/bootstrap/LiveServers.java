package dev.chasqui.bootstrap;

import dev.chasqui.adapters.library.RegisteredServerFile;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerStore;
import dev.chasqui.application.registry.RunningServers;
import dev.chasqui.bootstrap.check.StartFailure;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The servers of the present life.
 *
 * @param life returns the present life
 * @param found returns the servers that were discovered on the network
 * @param next begins the life with the changed added servers
 * @param again has the requests that wait for backends look anew
 */
record LiveServers(
        Supplier<Life> life, Supplier<List<ServerEntry>> found, Runnable next, Runnable again)
        implements RunningServers {
    private static final String FILE = "servers.json";

    /**
     * Opens the store of registered servers.
     *
     * @param folder its folder
     * @throws StartFailure if it is damaged, or holds an address that is none
     */
    static ServerStore store(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            ServerStore store = RegisteredServerFile.open(file);
            for (ServerEntry server : store.present().servers()) {
                BaseUrl _ = BaseUrl.parse(server.url());
            }
            return store;
        } catch (IllegalArgumentException e) {
            throw new StartFailure(file + ": " + e.getMessage());
        }
    }

    @Override
    public List<ServerEntry> configured() {
        return life.get().configured();
    }

    @Override
    public List<ServerEntry> discovered() {
        return found.get();
    }

    @Override
    public List<Backend> backends() {
        return life.get().backends().all();
    }

    @Override
    public List<BackendState> states() {
        return life.get().models().states();
    }

    @Override
    public void change() {
        next.run();
    }

    @Override
    public void lookAgain() {
        again.run();
    }
}
