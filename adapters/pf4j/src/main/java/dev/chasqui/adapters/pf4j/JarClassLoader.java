package dev.chasqui.adapters.pf4j;

import org.jspecify.annotations.Nullable;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;

/** Loads the classes of one jar, which sees the contract and itself. */
final class JarClassLoader extends PluginClassLoader {

    JarClassLoader(
            PluginManager manager,
            PluginDescriptor descriptor,
            ContractClassLoader contract,
            Path jar) {
        super(manager, descriptor, contract, ClassLoadingStrategy.APD);
        addFile(jar.toFile());
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return ContractClassLoader.isContract(className);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The JDK's own opens the jar once for all who read resources of it, and whichever class
     * loader closes first closes that for the others: a jar may be loaded again while its old
     * generation still runs.
     */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        URL resource = getResource(name);
        if (resource == null) {
            return null;
        }
        try {
            URLConnection connection = resource.openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        } catch (IOException e) {
            // As the JDK does: what cannot be read is not there.
            return null;
        }
    }
}
