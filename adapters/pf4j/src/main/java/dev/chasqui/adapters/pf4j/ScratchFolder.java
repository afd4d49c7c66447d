package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The empty folder in which a plug-in of the distribution starts for a check; it is deleted with
 * its content when this is closed. Other plug-ins have none, and so ends their start early.
 *
 * @param path the folder
 */
record ScratchFolder(Optional<Path> path) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ScratchFolder.class.getName());

    /** Makes the folder of a jar; none if the machine has no place for it. */
    static ScratchFolder of(FoundJar jar) {
        if (!jar.own()) {
            return new ScratchFolder(Optional.empty());
        }
        try {
            return new ScratchFolder(Optional.of(Files.createTempDirectory("chasqui-check")));
        } catch (IOException e) {
            return new ScratchFolder(Optional.empty());
        }
    }

    @Override
    public void close() {
        path.ifPresent(ScratchFolder::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> folder + " cannot be deleted: " + e);
        }
    }
}
