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
 * The opening of jars: each jar gets a class loader of its own, its plug-in is made, and the
 * plug-in's name is read.
 *
 * @param copies the folder of private copies; empty if jars are read in place, since none stays
 *     open
 */
record JarOpening(JarClassLoaders classLoaders, Optional<JarCopies> copies) {
    private static final System.Logger LOG = System.getLogger(JarOpening.class.getName());

    /**
     * Opens a jar.
     *
     * @param limit the longest time that its code may take
     * @param hashed true if its hash is needed
     * @throws IllegalArgumentException if the path is no readable file, or the plug-in's name is
     *     malformed
     * @throws ExecutionException with the exception that its code threw
     * @throws TimeoutException if its code takes too long
     * @throws IOException if it cannot be read
     */
    LoadedJar open(Path path, JarTrust trust, Duration limit, boolean hashed)
            throws IOException, ExecutionException, TimeoutException {
        String problem = problem(path);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
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

    /** Describes a jar whose bytes are running already, without opening it. */
    FoundJar known(Path path, String name, String sha256, JarTrust trust) throws IOException {
        return new FoundJar(path, JarClassLoaders.id(path, path), name, sha256, trust.isOwn(path));
    }

    /** Returns the reason for which a path cannot be a readable jar; empty if it may be one. */
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
            // This is the last line of the log if the jar's code ends the process by a way that
            // cannot be prevented.
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
