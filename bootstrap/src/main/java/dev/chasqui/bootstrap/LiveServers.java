package dev.chasqui.bootstrap;

import dev.chasqui.adapters.library.RegisteredServerFile;
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
 * @param next begins the life with the changed registered servers
 */
record LiveServers(Supplier<Life> life, Runnable next) implements RunningServers {
    private static final String FILE = "servers.json";

    /**
     * Opens the store of registered servers.
     *
     * @param folder its folder
     * @throws StartFailure if it is damaged
     */
    static ServerStore store(Path folder) {
        try {
            return RegisteredServerFile.open(folder.resolve(FILE));
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<ServerEntry> configured() {
        return life.get().configured();
    }

    @Override
    public List<Backend> backends() {
        return life.get().backends().all();
    }

    @Override
    public void change() {
        next.run();
    }
}
