package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.plugin.Plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * An opened jar whose plug-in was made but not started.
 *
 * @param file the file that its classes are loaded from
 * @param closing closes the class loader and deletes the copy of the jar
 */
record LoadedJar(FoundJar jar, Path file, ClassLoader loader, Plugin plugin, Runnable closing)
        implements AutoCloseable {

    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    /**
     * Makes the one plug-in that a jar names.
     *
     * @throws IllegalArgumentException if the jar does not name exactly one
     */
    static Plugin make(ClassLoader loader) {
        List<ServiceLoader.Provider<Plugin>> named =
                ServiceLoader.load(Plugin.class, loader).stream().toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException(
                    SERVICE
                            + " names "
                            + (named.isEmpty() ? "no class, or there is none" : named.size())
                            + " (expected: one class)");
        }
        return named.getFirst().get();
    }

    /**
     * Returns the same jar with another instance of its plug-in, which shares the class loader.
     *
     * @throws ExecutionException with the exception that its code threw
     * @throws TimeoutException if its code takes too long
     */
    LoadedJar another(Duration limit) throws ExecutionException, TimeoutException {
        Plugin other = thread(limit).call(() -> make(loader));
        return new LoadedJar(jar, file, loader, other, closing);
    }

    /** Returns a runner that runs the plug-in's code on a thread of its own. */
    PluginThread thread(Duration limit) {
        return new PluginThread(jar.name(), loader, limit);
    }

    @Override
    public void close() {
        closing.run();
    }
}
