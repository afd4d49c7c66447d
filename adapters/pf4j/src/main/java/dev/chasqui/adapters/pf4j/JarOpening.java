package dev.chasqui.adapters.pf4j;

import dev.chasqui.plugin.Plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Opens jars: a class loader of its own for each, and its plug-in, made and asked for its name.
 *
 * @param copies where private copies lie; empty if jars are read where they lie, since nothing of
 *     them stays open
 */
record JarOpening(JarClassLoaders classLoaders, Optional<JarCopies> copies) {
    private static final System.Logger LOG = System.getLogger(JarOpening.class.getName());

    /**
     * Opens a jar.
     *
     * @param limit how long its code may take
     * @param hashed whether its hash is needed
     * @throws ExecutionException with whatever its code threw
     * @throws TimeoutException if its code takes too long
     * @throws IOException if it cannot be read
     */
    LoadedJar open(Path path, JarTrust trust, Duration limit, boolean hashed)
            throws IOException, ExecutionException, TimeoutException {
        String instead = problem(path);
        if (!instead.isEmpty()) {
            throw new IllegalArgumentException(instead);
        }
        JarCopies.Copy copy = copy(path, hashed);
        boolean opened = false;
        try {
            LoadedJar jar = load(path, copy, trust, limit);
            opened = true;
            return jar;
        } finally {
            if (!opened) {
                delete(copy.file());
            }
        }
    }

    /** The same jar once more, for another instance of its plug-in. */
    FoundJar known(Path path, String name, String sha256, JarTrust trust) throws IOException {
        return new FoundJar(path, JarClassLoaders.id(path, path), name, sha256, trust.isOwn(path));
    }

    /** Why this is no jar that can be read; nothing if it may be one. */
    static String problem(Path path) {
        if (Files.isRegularFile(path)) {
            return "";
        }
        return Files.exists(path)
                ? "it is no file (expected: a jar)"
                : "it is a link to a file that is not there";
    }

    private LoadedJar load(Path path, JarCopies.Copy copy, JarTrust trust, Duration limit)
            throws IOException, ExecutionException, TimeoutException {
        String id = JarClassLoaders.id(copy.file(), path);
        if (copies.isPresent()) {
            // The last word if its code ends the process in a way that nobody can prevent.
            LOG.log(System.Logger.Level.INFO, () -> "loading plug-in " + path);
        }
        ClassLoader loader = classLoaders.open(copy.file());
        boolean made = false;
        try {
            PluginThread thread =
                    new PluginThread(String.valueOf(path.getFileName()), loader, limit);
            Plugin plugin = thread.call(() -> LoadedJar.make(loader));
            String name = thread.call(() -> requireName(plugin.name()));
            FoundJar jar = new FoundJar(path, id, name, copy.sha256(), trust.isOwn(path));
            made = true;
            return new LoadedJar(jar, copy.file(), loader, plugin, () -> close(copy.file()));
        } finally {
            if (!made) {
                classLoaders.close(copy.file());
            }
        }
    }

    private JarCopies.Copy copy(Path path, boolean hashed) throws IOException {
        if (copies.isPresent()) {
            return copies.get().of(path, hashed);
        }
        return new JarCopies.Copy(path, hashed ? JarTrust.sha256(path) : "");
    }

    private void close(Path file) {
        classLoaders.close(file);
        delete(file);
    }

    private void delete(Path file) {
        copies.ifPresent(there -> there.delete(file));
    }

    private static String requireName(String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "its name is '"
                            + name
                            + "' (expected: a letter, then letters, digits, '-' or '_')");
        }
        return name;
    }
}
