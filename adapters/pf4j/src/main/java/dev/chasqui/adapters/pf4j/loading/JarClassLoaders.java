package dev.chasqui.adapters.pf4j.loading;

import dev.chasqui.adapters.pf4j.jars.JarFolders;

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
 * The part of PF4J that the server uses: a descriptor and a class loader for each jar. Safe for use
 * by several threads.
 *
 * <p>PF4J does not start or stop plug-ins here: it would log a stack trace for a mistake in a jar,
 * and its {@code stopPlugins} does not stop all.
 */
public final class JarClassLoaders extends JarPluginManager {

    /**
     * Opens a class loader for a jar.
     *
     * @throws PluginRuntimeException if the file is no jar
     */
    public synchronized ClassLoader open(Path jar) {
        return getPluginClassLoader(loadPlugin(jar));
    }

    /** Closes the class loader of a jar. */
    public synchronized void close(Path jar) {
        unloadPlugin(key(jar));
    }

    /**
     * Returns the id under which PF4J holds a jar: its path, since several copies of one jar may be
     * open.
     */
    private static String key(Path jar) {
        return jar.toString();
    }

    /**
     * Returns the id of a jar: {@code Plugin-Id} of its manifest, else its file name.
     *
     * @param file the file that holds its bytes
     * @param path the path at which it was found
     * @throws IOException if the file cannot be read
     */
    public static String id(Path file, Path path) throws IOException {
        return manifestEntry(file, "Plugin-Id").orElseGet(() -> JarFolders.stem(path));
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

    /**
     * {@inheritDoc} Every jar is enabled; PF4J's own provider would read lists in the current
     * folder.
     */
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
