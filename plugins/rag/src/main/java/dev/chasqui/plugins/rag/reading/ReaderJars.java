package dev.chasqui.plugins.rag.reading;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jars of the process that reads files. They are in the folder {@code readers} of the
 * distribution, or in the one that the system property {@code chasqui.readers} names; in
 * development they may be on the class path of the JVM itself.
 */
final class ReaderJars {
    private static final String MAIN = "dev/chasqui/readers/ReaderMain.class";

    private ReaderJars() {}

    /** Returns the reason why files that need the process cannot be read; empty if they can. */
    static Optional<String> missing() {
        return folder().isPresent() || isOnClassPath()
                ? Optional.empty()
                : Optional.of(
                        "cannot be read; the server's folder of readers is missing (expected: "
                                + place().map(Path::toString).orElse("readers/ beside plugins/")
                                + ", which is a part of the distribution): put it back, or send"
                                + " the document as text, Markdown or HTML");
    }

    /** Returns the class path of the process. */
    static String classPath() {
        return folder().map(folder -> folder + File.separator + "*")
                .orElseGet(() -> System.getProperty("java.class.path"));
    }

    private static Optional<Path> folder() {
        return place().filter(ReaderJars::hasJars);
    }

    private static Optional<Path> place() {
        return Optional.ofNullable(System.getProperty("chasqui.readers"))
                .map(Path::of)
                .or(
                        () ->
                                Optional.ofNullable(System.getProperty("chasqui.home"))
                                        .map(home -> Path.of(home, "readers")));
    }

    private static boolean hasJars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOnClassPath() {
        return ClassLoader.getSystemResource(MAIN) != null;
    }
}
