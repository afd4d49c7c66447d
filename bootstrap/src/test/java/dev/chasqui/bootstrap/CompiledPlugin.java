package dev.chasqui.bootstrap;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The jar of a plug-in that a test writes, compiled like an author's. */
public final class CompiledPlugin {
    private CompiledPlugin() {}

    /**
     * Compiles a plug-in and returns the folder of its jar.
     *
     * @param className the class of the plug-in, with its package
     * @param source its source
     */
    public static Path of(String className, String source) {
        try {
            return compile(className, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path compile(String className, String source) throws IOException {
        Path work = Files.createTempDirectory("chasqui-plugin");
        Path file = work.resolve(className.substring(className.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        Path classes = Files.createDirectory(work.resolve("classes"));
        List<String> options =
                List.of(
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        int status =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK")
                        .run(null, null, null, options.toArray(String[]::new));
        if (status != 0) {
            throw new IOException(className + " does not compile");
        }
        Path jars = Files.createDirectory(work.resolve("jars"));
        try (OutputStream out = Files.newOutputStream(jars.resolve("plugin.jar"));
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path each : compiled.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, jar);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/dev.chasqui.plugin.Plugin"));
            jar.write(className.getBytes(StandardCharsets.UTF_8));
        }
        return jars;
    }
}
