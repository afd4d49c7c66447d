package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarCopies;
import dev.chasqui.adapters.pf4j.jars.JarInspection;
import dev.chasqui.adapters.pf4j.jars.JarSignature;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.adapters.pf4j.loading.JarClassLoaders;
import dev.chasqui.plugin.Plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * @param hashed true if its hash is needed
     * @throws IllegalArgumentException if the path is no readable file, if the jar breaks a rule or
     *     is not allowed, or if the plug-in's name is malformed
     * @throws ExecutionException with the exception that its code threw
     * @throws TimeoutException if its code takes too long
     * @throws IOException if it cannot be read
     */
    LoadedJar open(Path path, PluginSettings settings, boolean hashed)
            throws IOException, ExecutionException, TimeoutException {
        return open(path, path, settings, hashed || settings.admission().isLimited());
    }

    /**
     * Opens the copy of a jar that is running already as {@link #open(Path, PluginSettings,
     * boolean)} opens a jar.
     *
     * @param file the copy
     * @param jar the jar, as it was found
     */
    LoadedJar openAgain(Path file, FoundJar jar, PluginSettings settings)
            throws IOException, ExecutionException, TimeoutException {
        return open(file, jar.path(), settings, true);
    }

    private LoadedJar open(Path from, Path path, PluginSettings settings, boolean hashed)
            throws IOException, ExecutionException, TimeoutException {
        String problem = problem(from);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
        JarCopies.Copy copy = copy(from, hashed);
        boolean opened = false;
        try {
            LoadedJar jar = load(path, copy, settings);
            opened = true;
            return jar;
        } finally {
            if (!opened) {
                delete(copy.file());
            }
        }
    }

    /** Returns the reason for which a path cannot be a readable jar; empty if it may be one. */
    static String problem(Path path) {
        if (Files.isRegularFile(path)) {
            return JarInspection.tooLarge(path).orElse("");
        }
        if (Files.isDirectory(path)) {
            return "it is a folder (expected: a jar)";
        }
        return Files.exists(path)
                ? "it is no file (expected: a jar)"
                : "it is a link to a file that is not there";
    }

    /**
     * Checks a jar before any of its code is loaded. The bundled jars are trusted, and a start
     * should not wait until they are read.
     */
    private static FoundJar checked(Path path, JarCopies.Copy copy, PluginSettings settings)
            throws IOException {
        boolean own = settings.trust().isOwn(path);
        JarSignature signature = JarSignature.NONE;
        if (!own) {
            JarInspection.check(copy.file());
            signature = JarSignature.of(copy.file());
        }
        FoundJar jar =
                new FoundJar(
                        path,
                        JarClassLoaders.id(copy.file(), path),
                        "",
                        copy.sha256(),
                        own,
                        signature.signers());
        Optional<String> refusal = settings.admission().refusal(jar, signature);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(refusal.get());
        }
        return jar;
    }

    private LoadedJar load(Path path, JarCopies.Copy copy, PluginSettings settings)
            throws IOException, ExecutionException, TimeoutException {
        FoundJar checked = checked(path, copy, settings);
        if (copies.isPresent()) {
            // This is the last line of the log if the jar's code ends the process by a way that
            // cannot be prevented.
            LOG.log(System.Logger.Level.INFO, () -> "loading plug-in " + path);
        }
        ClassLoader loader = classLoaders.open(copy.file());
        boolean made = false;
        try {
            PluginThread thread =
                    new PluginThread(
                            String.valueOf(path.getFileName()), loader, settings.startLimit());
            Plugin plugin = thread.call(() -> LoadedJar.make(loader));
            String name = thread.call(() -> requireName(plugin.name()));
            FoundJar jar = checked.named(name);
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
