package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The jar of a plug-in that a test compiles from one source, as an author would. */
public final class CompiledPlugin {
    private CompiledPlugin() {}

    /** Compiles a source and returns the folder of its jar, which holds nothing else. */
    public static Path of(String className, String source) {
        try {
            Path folder = Files.createTempDirectory("chasqui-plugin");
            write(folder.resolve("plugin.jar"), className, source);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compiles a source and packs its classes.
     *
     * @param className the name of the class that is the plug-in
     */
    public static void write(Path jar, String className, String source) throws IOException {
        Path folder = Files.createTempDirectory("chasqui-test");
        try {
            String simple = className.substring(className.lastIndexOf('.') + 1);
            Path file = Files.writeString(folder.resolve(simple + ".java"), source);
            Path classes = Files.createDirectories(folder.resolve("classes"));
            int result =
                    ToolProvider.getSystemJavaCompiler()
                            .run(
                                    null,
                                    null,
                                    null,
                                    "-proc:none",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    classes.toString(),
                                    file.toString());
            assertThat(result).isZero();
            pack(jar, className, classes);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static void pack(Path jar, String className, Path classes) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            for (Path file : files) {
                packed.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, packed);
            }
            packed.putNextEntry(new JarEntry("META-INF/services/dev.chasqui.plugin.Plugin"));
            packed.write(className.getBytes(StandardCharsets.UTF_8));
        }
    }
}
