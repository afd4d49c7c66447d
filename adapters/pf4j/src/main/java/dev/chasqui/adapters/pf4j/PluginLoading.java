package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.command.Nearest;
import dev.chasqui.plugin.Plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Loads the jars of some folders, once.
 *
 * <p>The last folder is loaded first, so that whoever comes later in the list has his names already
 * when an earlier one asks for them, and the plug-in that loses is never started.
 */
final class PluginLoading {
    private static final System.Logger LOG = System.getLogger(PluginLoading.class.getName());

    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    private final JarClassLoaders classLoaders;
    private final PluginSettings settings;

    private final List<LoadedPlugin> loaded = new ArrayList<>();
    private final List<PluginReport> reports = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<Path, String> failures = new TreeMap<>();
    private final Set<String> named = new HashSet<>();
    private final Set<String> hashes = new HashSet<>();
    private final Optional<SectionCheck> check;

    /**
     * @param check goes through the plug-ins' sections instead of starting them, if it is there
     */
    PluginLoading(
            JarClassLoaders classLoaders, PluginSettings settings, Optional<SectionCheck> check) {
        this.classLoaders = classLoaders;
        this.settings = settings;
        this.check = check;
    }

    void load(List<Path> folders) {
        try {
            for (Path folder : JarFolders.lastFirst(folders)) {
                loadFolder(folder);
            }
        } catch (IOException e) {
            warnings.add("plug-in folders " + folders + " cannot be looked up: " + e);
        }
        settings.names().stream()
                .filter(name -> !named.contains(name))
                .forEach(
                        name ->
                                warnings.add(
                                        "agents."
                                                + name
                                                + ": there is no plug-in of this name; it has no"
                                                + " effect"
                                                + Nearest.to(name, named)
                                                        .map(
                                                                near ->
                                                                        " (did you mean '"
                                                                                + near
                                                                                + "'?)")
                                                        .orElse("")));
        settings.trust().sha256().stream()
                .filter(hash -> !hashes.contains(hash))
                .forEach(
                        hash ->
                                warnings.add(
                                        "plugins.trusted: "
                                                + hash
                                                + " is the SHA-256 of no jar here; it has no"
                                                + " effect"));
    }

    private void loadFolder(Path folder) {
        try {
            for (Path jar : JarFolders.jars(folder)) {
                reports.add(load(jar));
            }
        } catch (IOException e) {
            warnings.add("plug-in folder " + folder + " cannot be read: " + e);
        }
    }

    private PluginReport load(Path jar) {
        if (!Files.isRegularFile(jar)) {
            String instead =
                    Files.exists(jar)
                            ? "it is no file (expected: a jar)"
                            : "it is a link to a file that is not there";
            return failed(jar, new IllegalArgumentException(instead));
        }
        try {
            String id = JarClassLoaders.id(jar);
            boolean trusted = isTrusted(jar);
            Optional<LoadedPlugin> same = loaded(plugin -> plugin.id().equals(id));
            if (same.isPresent()) {
                return PluginReport.refused(jar, replacedBy(same.get(), jar));
            }
            if (check.isEmpty()) {
                // The last word if its code ends the process in a way that nobody can prevent.
                LOG.log(System.Logger.Level.INFO, () -> "loading plug-in " + jar);
            }
            classLoaders.loadPlugin(jar);
            return start(jar, id, trusted);
        } catch (IOException | RuntimeException e) {
            return failed(jar, e);
        }
    }

    private boolean isTrusted(Path jar) throws IOException {
        boolean known = false;
        if (!settings.trust().sha256().isEmpty()) {
            String hash = JarTrust.sha256(jar);
            hashes.add(hash);
            known = settings.trust().sha256().contains(hash);
        }
        return known || settings.trust().isOwn(jar);
    }

    private PluginReport failed(Path jar, Exception why) {
        failures.put(jar, Reason.brief(why));
        return PluginReport.refused(jar, Reason.of(why));
    }

    private PluginReport start(Path jar, String id, boolean trusted) {
        ClassLoader loader = classLoaders.getPluginClassLoader(id);
        PluginThread thread =
                new PluginThread(String.valueOf(jar.getFileName()), loader, settings.startLimit());
        try {
            Plugin plugin = thread.call(() -> find(loader));
            String name = thread.call(() -> requireName(plugin.name()));
            named.add(name);
            Optional<LoadedPlugin> same = loaded(other -> other.name().equals(name));
            if (same.isPresent()) {
                classLoaders.unloadPlugin(id);
                return PluginReport.refused(jar, replacedBy(same.get(), jar));
            }
            Registration registration =
                    new Registration(jar, name, settings, new ContextLoader(loader), loaded);
            try {
                thread.call(
                        () -> {
                            begin(plugin, name, registration);
                            return name;
                        });
            } finally {
                registration.close();
            }
            Contribution contribution = registration.contribution();
            loaded.add(new LoadedPlugin(jar, id, name, plugin, loader, trusted, contribution));
            return new PluginReport(
                    jar,
                    contribution.agents().keySet().stream().sorted().toList(),
                    registration.notes(),
                    Optional.empty());
        } catch (ExecutionException | TimeoutException e) {
            classLoaders.unloadPlugin(id);
            return failed(jar, e);
        }
    }

    private void begin(Plugin plugin, String name, Registration registration) {
        if (check.isPresent()) {
            check.get().check(plugin, name, registration, settings);
        } else {
            plugin.start(registration, registration);
        }
    }

    /** The one plug-in that a jar names. */
    private static Plugin find(ClassLoader loader) {
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

    private static String requireName(String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "its name is '"
                            + name
                            + "' (expected: a letter, then letters, digits, '-' or '_')");
        }
        return name;
    }

    private static String replacedBy(LoadedPlugin other, Path jar) {
        return Objects.equals(other.jar().getParent(), jar.getParent())
                ? other.jar().getFileName() + " beside it is the same plug-in"
                : other.jar() + " is the same plug-in and comes later";
    }

    private Optional<LoadedPlugin> loaded(java.util.function.Predicate<LoadedPlugin> wanted) {
        return loaded.stream().filter(wanted).findFirst();
    }

    List<LoadedPlugin> loaded() {
        return List.copyOf(loaded);
    }

    /** The names of all plug-ins that were found. */
    Set<String> names() {
        return Set.copyOf(named);
    }

    /** Why jars could not be loaded, in words for any caller; not those that others replace. */
    Map<Path, String> failures() {
        return Collections.unmodifiableMap(failures);
    }

    List<PluginReport> reports() {
        return List.copyOf(reports);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
