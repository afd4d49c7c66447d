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
 * One look into the plug-in folders. A jar whose bytes run already is not opened for it; each other
 * one is, since its plug-in alone knows its name.
 *
 * <p>The last folder comes first, so that whoever comes later in the list wins.
 */
final class FolderScan {
    private final JarOpening opening;
    private final JarTrust trust;
    private final Duration limit;
    private final Map<String, String> names = new HashMap<>();

    /** Whether anybody asks for hashes: a start without jars that are trusted by them does not. */
    private final boolean hashed;

    private final List<Path> paths = new ArrayList<>();
    private final List<FoundJar> found = new ArrayList<>();
    private final Map<Path, Exception> broken = new TreeMap<>();
    private final Map<Path, LoadedJar> loaded = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param limit how long the code of one jar may take for it
     * @param running what runs now
     */
    FolderScan(
            JarOpening opening,
            JarTrust trust,
            Duration limit,
            Collection<GenerationPlan.Running> running) {
        this.opening = opening;
        this.trust = trust;
        this.limit = limit;
        running.forEach(plugin -> names.put(plugin.sha256(), plugin.name()));
        this.hashed = !running.isEmpty() || !trust.sha256().isEmpty();
    }

    void look(List<Path> folders) {
        try {
            for (Path folder : JarFolders.lastFirst(folders)) {
                lookInto(folder);
            }
        } catch (IOException e) {
            warnings.add("plug-in folders " + folders + " cannot be looked up: " + e);
        }
    }

    private void lookInto(Path folder) {
        try {
            for (Path path : JarFolders.jars(folder)) {
                paths.add(path);
                lookAt(path);
            }
        } catch (IOException e) {
            warnings.add("plug-in folder " + folder + " cannot be read: " + e);
        }
    }

    private void lookAt(Path path) {
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

    /** A jar whose bytes run already. */
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
     * The opened jar, which belongs to the caller from now on; opened anew if its bytes run
     * already.
     *
     * @throws IOException if it cannot be read, or is another one by now
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

    /** The opened jar; empty if its bytes run already. */
    Optional<LoadedJar> opened(FoundJar jar) {
        return Optional.ofNullable(loaded.get(jar.path()));
    }

    /** Opens a jar whose bytes run already, so that another instance of its plug-in can be made. */
    LoadedJar open(FoundJar jar) throws IOException, ExecutionException, TimeoutException {
        LoadedJar opened = take(jar);
        loaded.put(jar.path(), opened);
        return opened;
    }

    /** Closes the jars that nobody took. */
    void close() {
        loaded.values().forEach(LoadedJar::close);
        loaded.clear();
    }

    /** All that has the name of a jar, in order. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    /** The jars with a plug-in, in order. */
    List<FoundJar> found() {
        return List.copyOf(found);
    }

    /** Why the others have none. */
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

    /** What a person should know of the folders and of what the config says of jars. */
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
