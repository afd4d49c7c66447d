package dev.chasqui.adapters.pf4j;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One scan of the plug-in folders. It opens each jar, since only the plug-in itself knows its name;
 * it does not open a jar whose bytes are running already.
 *
 * <p>The jars of the last folder come first, so that a later folder takes precedence. Used by one
 * thread; the caller closes it.
 */
final class FolderScan {
    private final JarOpening opening;
    private final JarTrust trust;
    private final Duration limit;

    /** The names of running plug-ins by the SHA-256 of their jars. */
    private final Map<String, String> names = new HashMap<>();

    /** True if hashes are needed. A start needs none if no jar is trusted by its hash. */
    private final boolean hashed;

    private final List<Path> paths = new ArrayList<>();
    private final List<FoundJar> found = new ArrayList<>();
    private final Map<Path, Exception> broken = new TreeMap<>();
    private final Map<Path, LoadedJar> loaded = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * Prepares a scan.
     *
     * @param limit the longest time that the code of one jar may take
     * @param running the plug-ins that are running
     */
    FolderScan(
            JarOpening opening,
            JarTrust trust,
            Duration limit,
            Collection<GenerationPlan.RunningState> running) {
        this.opening = opening;
        this.trust = trust;
        this.limit = limit;
        running.forEach(plugin -> names.put(plugin.sha256(), plugin.name()));
        this.hashed = !running.isEmpty() || !trust.sha256().isEmpty();
    }

    void scan(List<Path> folders) {
        try {
            for (Path folder : JarFolders.lastFirst(folders)) {
                scanFolder(folder);
            }
        } catch (IOException e) {
            warnings.add("plug-in folders " + folders + " cannot be looked up: " + e);
        }
    }

    private void scanFolder(Path folder) {
        try {
            for (Path path : JarFolders.jars(folder)) {
                paths.add(path);
                scanJar(path);
            }
        } catch (IOException e) {
            warnings.add("plug-in folder " + folder + " cannot be read: " + e);
        }
    }

    private void scanJar(Path path) {
        try {
            Optional<FoundJar> known = known(path);
            if (known.isPresent()) {
                found.add(known.get());
                return;
            }
            LoadedJar jar = opening.open(path, trust, limit, hashed);
            loaded.put(path, jar);
            found.add(jar.jar());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            broken.put(path, e);
        }
    }

    /** Returns a jar whose bytes are running already; empty if they are not. */
    private Optional<FoundJar> known(Path path) throws IOException {
        if (names.isEmpty() || !JarOpening.problem(path).isEmpty()) {
            return Optional.empty();
        }
        String hash = JarTrust.sha256(path);
        String name = names.get(hash);
        return name == null
                ? Optional.empty()
                : Optional.of(opening.known(path, name, hash, trust));
    }

    /**
     * Returns an opened jar, which belongs to the caller from now on. It is opened again if its
     * bytes are running already.
     *
     * @throws IllegalArgumentException if it has changed since the scan
     * @throws IOException if it cannot be read
     * @throws ExecutionException with the exception that its code threw
     * @throws TimeoutException if its code takes too long
     */
    LoadedJar take(FoundJar jar) throws IOException, ExecutionException, TimeoutException {
        LoadedJar there = loaded.remove(jar.path());
        if (there != null) {
            return there;
        }
        LoadedJar opened = opening.open(jar.path(), trust, limit, true);
        if (opened.jar().equals(jar)) {
            return opened;
        }
        opened.close();
        throw new IllegalArgumentException("it was changed meanwhile; try again");
    }

    /** Returns an opened jar; empty if its bytes are running already. */
    Optional<LoadedJar> opened(FoundJar jar) {
        return Optional.ofNullable(loaded.get(jar.path()));
    }

    /**
     * Opens a jar whose bytes are running already, so that another instance of its plug-in can be
     * made.
     */
    LoadedJar open(FoundJar jar) throws IOException, ExecutionException, TimeoutException {
        LoadedJar opened = take(jar);
        loaded.put(jar.path(), opened);
        return opened;
    }

    /** Closes the jars that the caller did not take. */
    void close() {
        loaded.values().forEach(LoadedJar::close);
        loaded.clear();
    }

    /** Returns the paths of all files that are named like a jar, in order. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    /** Returns the jars with a plug-in, in order. */
    List<FoundJar> found() {
        return List.copyOf(found);
    }

    /** Returns the files without a usable plug-in, with the cause. */
    Map<Path, Exception> broken() {
        return Map.copyOf(broken);
    }

    private static Optional<String> hash(Path path) {
        try {
            return Optional.of(JarTrust.sha256(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns warnings for the operator about the folders and about settings that name jars. */
    List<String> warnings(PluginSettings settings) {
        Set<String> present = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        for (FoundJar jar : found) {
            present.add(jar.name());
            hashes.add(jar.sha256());
        }
        if (!trust.sha256().isEmpty()) {
            broken.keySet().forEach(path -> hash(path).ifPresent(hashes::add));
        }
        List<String> all = new ArrayList<>(warnings);
        all.addAll(settings.warnings(present, hashes));
        return all;
    }
}
