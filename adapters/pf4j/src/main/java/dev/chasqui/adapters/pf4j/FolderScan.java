package dev.chasqui.adapters.pf4j;

import static java.util.Objects.requireNonNull;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarFolders;
import dev.chasqui.adapters.pf4j.jars.JarSignature;
import dev.chasqui.adapters.pf4j.jars.JarStamp;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.adapters.pf4j.loading.JarClassLoaders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One scan of the plug-in folders. It opens each jar, since only the plug-in itself knows its name;
 * it does not open a jar whose bytes are running already.
 *
 * <p>If a jar of a running plug-in cannot be used any more, the copy that runs stands in for it:
 * the scan finds the old bytes at the jar's path, so that the plug-in goes on.
 *
 * <p>The jars of the last folder come first, so that a later folder takes precedence. Used by one
 * thread; the caller closes it.
 */
final class FolderScan {
    private final JarOpening opening;
    private final PluginSettings settings;
    private final KnownJars known;

    /** The names of plug-ins by the SHA-256 of their jars. */
    private final Map<String, String> names = new HashMap<>();

    /** True if hashes are needed. A start needs none if no setting names jars by hashes. */
    private final boolean hashed;

    /** The jars at their paths, in order; empty where there is none that can be used. */
    private final Map<Path, Optional<FoundJar>> entries = new LinkedHashMap<>();

    private final Map<Path, JarStamp> stamps = new HashMap<>();
    private final Map<Path, FailedJar> failed = new TreeMap<>();

    /** The copies that stand in for jars, by the paths of these. */
    private final Map<Path, Path> standIns = new HashMap<>();

    private final Map<Path, LoadedJar> loaded = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** Prepares a scan. */
    FolderScan(JarOpening opening, PluginSettings settings, KnownJars known) {
        this.opening = opening;
        this.settings = settings;
        this.known = known;
        known.disabled()
                .plugins()
                .values()
                .forEach(plugin -> names.put(plugin.sha256(), plugin.name()));
        known.running().stream()
                .map(member -> member.plugin().jar())
                .forEach(jar -> names.put(jar.sha256(), jar.name()));
        names.remove("");
        this.hashed = !names.isEmpty() || !settings.trust().sha256().isEmpty();
    }

    void scan(List<Path> folders) {
        try {
            for (Path folder : JarFolders.lastFirst(folders)) {
                scanFolder(folder);
            }
        } catch (IOException e) {
            warnings.add("plug-in folders " + folders + " cannot be looked up: " + e);
        }
        // Only now it is known if a plug-in has another jar.
        List.copyOf(failed.keySet()).forEach(this::standIn);
    }

    private void scanFolder(Path folder) {
        try {
            for (Path path : JarFolders.jars(folder)) {
                stamps.put(path, JarStamp.of(path));
                entries.put(path, scanJar(path));
            }
        } catch (IOException e) {
            warnings.add("plug-in folder " + folder + " cannot be read: " + e);
            known.running().stream()
                    .map(Generation.Member::path)
                    .filter(path -> folder.equals(path.getParent()))
                    .forEach(
                            path -> {
                                entries.putIfAbsent(path, Optional.empty());
                                fail(path, Optional.empty(), e, false);
                            });
        }
    }

    private Optional<FoundJar> scanJar(Path path) {
        try {
            Optional<FoundJar> there = known(path);
            if (there.isPresent()) {
                return there;
            }
            Optional<FailedJar> before = known.failed(path, stamp(path));
            if (before.isPresent()) {
                failed.put(path, before.get());
                return Optional.empty();
            }
            LoadedJar jar = opening.open(path, settings, hashed);
            loaded.put(path, jar);
            return Optional.of(jar.jar());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            fail(path, Optional.empty(), e, false);
            return Optional.empty();
        }
    }

    private JarStamp stamp(Path path) {
        return stamps.computeIfAbsent(path, JarStamp::of);
    }

    /**
     * Returns a jar whose plug-in is known by its hash, without opening it; empty if it is not.
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    private Optional<FoundJar> known(Path path) throws IOException {
        if (names.isEmpty() || !JarOpening.problem(path).isEmpty()) {
            return Optional.empty();
        }
        String hash = JarTrust.sha256(path);
        String name = names.get(hash);
        if (name == null) {
            return Optional.empty();
        }
        FoundJar jar =
                new FoundJar(
                        path,
                        JarClassLoaders.id(path, path),
                        name,
                        hash,
                        settings.trust().isOwn(path),
                        known.running(hash).map(FoundJar::signers).orElse(Set.of()));
        // A disabled plug-in is checked when it is enabled.
        known.running(hash)
                .flatMap(_ -> refusal(jar))
                .ifPresent(
                        why -> {
                            throw new IllegalArgumentException(why);
                        });
        return Optional.of(jar);
    }

    private Optional<String> refusal(FoundJar jar) {
        return settings.admission().refusal(jar, JarSignature.NONE);
    }

    /** Notes that a jar that was found cannot be used after all. */
    void fail(FoundJar jar, Exception why, boolean handOver) {
        LoadedJar opened = loaded.remove(jar.path());
        if (opened != null) {
            opened.close();
        }
        entries.put(jar.path(), Optional.empty());
        standIns.remove(jar.path());
        fail(jar.path(), Optional.of(jar.name()), why, handOver);
        standIn(jar.path());
    }

    private void fail(Path path, Optional<String> name, Exception why, boolean handOver) {
        failed.put(path, new FailedJar(stamp(path), name, why, handOver));
    }

    /** Puts the bytes that run in the place of a jar that cannot be used, if there are any. */
    private void standIn(Path path) {
        Optional<String> name = requireNonNull(failed.get(path)).name();
        for (Generation.Member member : known.running()) {
            FoundJar runs = member.plugin().jar();
            boolean replaced =
                    name.filter(runs.name()::equals).isPresent()
                            && found().stream().noneMatch(jar -> jar.name().equals(runs.name()));
            if ((member.path().equals(path) || replaced)
                    && !standIns.containsValue(member.plugin().file())
                    && refusal(runs).isEmpty()) {
                entries.put(path, Optional.of(runs.at(path)));
                standIns.put(path, member.plugin().file());
                return;
            }
        }
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
        Path copy = standIns.get(jar.path());
        LoadedJar opened =
                copy == null
                        ? opening.open(jar.path(), settings, true)
                        : opening.openAgain(copy, jar, settings);
        if (opened.jar().name().equals(jar.name()) && opened.jar().sha256().equals(jar.sha256())) {
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
        return List.copyOf(entries.keySet());
    }

    /** Returns the jars with a plug-in, in order. */
    List<FoundJar> found() {
        return entries.values().stream().flatMap(Optional::stream).toList();
    }

    /** Returns the names of the plug-ins that go on with their old bytes. */
    Set<String> standIns() {
        return found().stream()
                .filter(jar -> standIns.containsKey(jar.path()))
                .map(FoundJar::name)
                .collect(Collectors.toSet());
    }

    /** Returns the jars that cannot be used, also if their plug-in goes on with its old bytes. */
    Map<Path, FailedJar> failed() {
        return Map.copyOf(failed);
    }

    /** Returns warnings for the operator about the folders and about settings that name jars. */
    List<String> warnings() {
        Set<String> present = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        for (FoundJar jar : found()) {
            present.add(jar.name());
            hashes.add(jar.sha256());
        }
        if (!settings.trust().sha256().isEmpty() || settings.admission().isLimited()) {
            failed.keySet().forEach(path -> JarTrust.hash(path).ifPresent(hashes::add));
        }
        List<String> all = new ArrayList<>(warnings);
        all.addAll(settings.warnings(present, hashes));
        return all;
    }
}
