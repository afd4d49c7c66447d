package dev.chasqui.benchmarks.gateways;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds the jars of the agents that only pass requests on, as {@code docs/agents.md} shows. */
final class PassJar {
    private static final String SOURCE = "Pass.java";
    static final String TRUSTED = "pass-trusted.jar";
    private static final List<String> COMPILED =
            List.of("pass/Pass.class", "pass/Pass$Trusted.class", "pass/Pass$Wrap.class");
    private static final String SERVICE = "META-INF/services/dev.chasqui.plugin.Plugin";

    private PassJar() {}

    /**
     * Compiles the agents and packs them.
     *
     * @param lib the folder of the distribution's jars, which include the API of plug-ins
     * @param work the folder of sources and classes
     * @param folder the folder of the jars
     * @throws IOException if the agents cannot be compiled or packed
     */
    static void build(Path lib, Path work, Path folder) throws IOException {
        Files.createDirectories(work);
        Path source = work.resolve(SOURCE);
        try (InputStream in = PassJar.class.getResourceAsStream(SOURCE)) {
            Files.copy(Objects.requireNonNull(in, SOURCE), source);
        }
        JavaCompiler compiler =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        String classes = work.toString();
        String sources = source.toString();
        if (compiler.run(null, null, null, "-cp", jars(lib), "-d", classes, sources) != 0) {
            throw new IOException(SOURCE + " does not compile with the jars of " + lib);
        }
        Files.createDirectories(folder);
        pack(work, "pass.Pass", folder.resolve("pass.jar"));
        pack(work, "pass.Pass$Trusted", folder.resolve(TRUSTED));
    }

    private static void pack(Path work, String plugin, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (String compiled : COMPILED) {
                jar.putNextEntry(new JarEntry(compiled));
                Files.copy(work.resolve(compiled), jar);
            }
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write((plugin + "\n").getBytes(US_ASCII));
        }
    }

    /** Returns the SHA-256 of the trusted jar, as the config names it. */
    static String trusted(Path folder) throws IOException {
        try {
            byte[] jar = Files.readAllBytes(folder.resolve(TRUSTED));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String jars(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
