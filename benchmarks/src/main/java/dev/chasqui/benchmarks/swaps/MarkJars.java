package dev.chasqui.benchmarks.swaps;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The builder of the versions of one agent's jar. */
final class MarkJars {
    private static final String SOURCE = "Mark.java";
    private static final String SERVICE = "META-INF/services/dev.chasqui.plugin.Plugin";

    private final Path lib;
    private final Path work;
    private final String source;

    /**
     * @param lib the folder of the distribution's jars, which include the API of plug-ins
     * @param work an empty folder for sources and classes
     */
    MarkJars(Path lib, Path work) throws IOException {
        this.lib = lib;
        this.work = Files.createDirectories(work);
        try (InputStream in = MarkJars.class.getResourceAsStream(SOURCE)) {
            this.source = new String(Objects.requireNonNull(in, SOURCE).readAllBytes(), UTF_8);
        }
    }

    /**
     * Builds the jar of a version and returns its path.
     *
     * @throws IOException if it cannot be compiled or packed
     */
    Path build(int version) throws IOException {
        Path folder = Files.createDirectories(work.resolve(Integer.toString(version)));
        Path file = folder.resolve(SOURCE);
        Files.writeString(file, source.replace("VERSION = 0;", "VERSION = " + version + ";"));
        String classPath;
        try (Stream<Path> jars = Files.list(lib)) {
            classPath = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                folder.toString(),
                                file.toString());
        if (compiled != 0) {
            throw new IOException(SOURCE + " does not compile with the jars of " + lib);
        }
        Path jar = folder.resolve("mark.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            packed.putNextEntry(new JarEntry("mark/Mark.class"));
            Files.copy(folder.resolve("mark/Mark.class"), packed);
            packed.putNextEntry(new JarEntry(SERVICE));
            packed.write("mark.Mark".getBytes(US_ASCII));
        }
        return jar;
    }
}
