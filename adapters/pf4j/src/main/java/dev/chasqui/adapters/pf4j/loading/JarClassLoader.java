package dev.chasqui.adapters.pf4j.loading;

import org.jspecify.annotations.Nullable;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/**
 * The class loader of one jar. Its classes see the contract and the jar, and cannot end the server
 * by a plain call.
 */
final class JarClassLoader extends PluginClassLoader {
    private static final Manifest NONE = new Manifest();

    private final JarFile jar;
    private final URL url;

    JarClassLoader(
            PluginManager manager,
            PluginDescriptor descriptor,
            ContractClassLoader contract,
            Path file) {
        super(manager, descriptor, contract, ClassLoadingStrategy.APD);
        addFile(file.toFile());
        try {
            url = file.toUri().toURL();
            jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
        } catch (IOException e) {
            throw new PluginRuntimeException(e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] found = read(name.replace('.', '/') + ".class");
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] classFile = ExitCallRewriter.rewrite(found, this);
            requirePackage(name);
            CodeSource source = new CodeSource(url, (CodeSigner[]) null);
            return defineClass(name, classFile, 0, classFile.length, source);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        } catch (IllegalArgumentException e) {
            throw (ClassFormatError) new ClassFormatError(name).initCause(e);
        }
    }

    /** Returns the bytes of a class; null if it is missing. */
    private byte @Nullable [] read(String path) throws IOException {
        JarEntry entry = jar.getJarEntry(path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /**
     * Defines the package of a class with the jar's manifest, from which libraries read their
     * version.
     */
    private void requirePackage(String className) throws IOException {
        int end = className.lastIndexOf('.');
        if (end < 0 || getDefinedPackage(className.substring(0, end)) != null) {
            return;
        }
        try {
            Manifest manifest = jar.getManifest();
            definePackage(className.substring(0, end), manifest == null ? NONE : manifest, url);
        } catch (IllegalArgumentException e) {
            // Another thread defined it first.
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            jar.close();
        }
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return ContractClassLoader.isContract(className);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The JDK's own method opens a jar once for all readers of its resources, and the first
     * class loader that is closed closes that for the others. A jar may be loaded again while its
     * old generation still runs, so this method opens it without that cache.
     */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        URL resource = getResource(name);
        if (resource == null) {
            return null;
        }
        try {
            return open(resource);
        } catch (IOException e) {
            // The JDK does the same: a resource that cannot be read counts as missing.
            return null;
        }
    }

    private static InputStream open(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }
}
