package dev.chasqui.bootstrap.trial;

import dev.chasqui.cli.command.CommandFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder with a copy of one jar and the data of its plug-in; closing it deletes it.
 *
 * @param root the folder itself
 */
record TrialFolder(Path root) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TrialFolder.class.getName());

    /**
     * Makes the folder.
     *
     * @throws CommandFailure if the jar cannot be copied
     */
    static TrialFolder of(Path jar) {
        if (!Files.isRegularFile(jar) || !jar.toString().endsWith(".jar")) {
            throw CommandFailure.refused(
                    jar
                            + (Files.exists(jar) ? " is no jar" : " is not there")
                            + " (expected: a jar)");
        }
        try {
            TrialFolder folder = new TrialFolder(Files.createTempDirectory("chasqui-try"));
            boolean copied = false;
            try {
                Files.createDirectories(folder.plugins());
                Files.copy(jar, folder.plugins().resolve(jar.getFileName()));
                copied = true;
                return folder;
            } finally {
                if (!copied) {
                    folder.close();
                }
            }
        } catch (IOException e) {
            throw CommandFailure.failed(jar + " cannot be copied to a temporary folder: " + e);
        }
    }

    /** Returns the folder that holds the copy of the jar and nothing else. */
    Path plugins() {
        return root.resolve("plugins");
    }

    /** Returns the folder for the copies that classes are loaded from. */
    Path copies() {
        return root.resolve("copies");
    }

    /** Makes and returns the data folder of a plug-in. */
    Path data(String plugin) {
        try {
            return Files.createDirectories(root.resolve("data").resolve(plugin));
        } catch (IOException e) {
            throw CommandFailure.failed("a temporary folder cannot be made: " + e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A plug-in that was not stopped may still write.
            LOG.log(System.Logger.Level.WARNING, () -> root + " is left behind: " + e);
        }
    }
}
