package dev.chasqui.adapters.pf4j;

import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * PF4J, held to the part of it that we use: a descriptor and a class loader for each jar.
 *
 * <p>Starting and stopping is not left to it: it would write stack traces into the log for what is
 * a mistake in a jar, and its stopPlugins does not stop all.
 */
final class JarClassLoaders extends JarPluginManager {

    /**
     * Opens a class loader of its own for a jar.
     *
     * @throws PluginRuntimeException if it is no jar
     */
    synchronized ClassLoader open(Path jar) {
        return getPluginClassLoader(loadPlugin(jar));
    }

    /** Closes the class loader of a jar. */
    synchronized void close(Path jar) {
        unloadPlugin(key(jar));
    }

    /** What PF4J knows a jar by; several copies of one jar may be open at a time. */
    private static String key(Path jar) {
        return jar.toString();
    }

    /**
     * The id of a jar: {@code Plugin-Id} of its manifest, else its file name.
     *
     * @param file its bytes
     * @param path where it was found
     */
    static String id(Path file, Path path) throws IOException {
        return manifestEntry(file, "Plugin-Id")
                .orElseGet(
                        () ->
                                JarFolders.JAR
                                        .matcher(path.getFileName().toString())
                                        .replaceFirst(""));
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path jar) {
                return true;
            }

            @Override
            public PluginDescriptor find(Path jar) {
                return describe(jar);
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        ContractClassLoader contract =
                new ContractClassLoader(JarClassLoaders.class.getClassLoader());
        PluginManager manager = this;
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path jar) {
                return Files.isRegularFile(jar);
            }

            @Override
            public ClassLoader loadPlugin(Path jar, PluginDescriptor descriptor) {
                return new JarClassLoader(manager, descriptor, contract, jar);
            }
        };
    }

    /** Every jar is enabled; PF4J would look for lists in the current folder. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {}

            @Override
            public void enablePlugin(String id) {}
        };
    }

    private static PluginDescriptor describe(Path jar) {
        try {
            return new DefaultPluginDescriptor(
                    key(jar),
                    "",
                    "",
                    manifestEntry(jar, "Plugin-Version").orElse("0.0.0"),
                    "*",
                    "",
                    "");
        } catch (IOException e) {
            throw new PluginRuntimeException(e);
        }
    }

    private static Optional<String> manifestEntry(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map((Attributes attributes) -> attributes.getValue(name))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
        }
    }
}
