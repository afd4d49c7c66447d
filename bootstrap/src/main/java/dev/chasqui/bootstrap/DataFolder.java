package dev.chasqui.bootstrap;

import dev.chasqui.bootstrap.check.StartFailure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a server's persistent data, locked for this server while it is open.
 *
 * <p>The lock is one on a file in the folder. It ends with the process, however the process ends.
 * Nobody reads or writes that file, so no interrupt can close it and release the folder.
 */
final class DataFolder implements AutoCloseable {
    /** The name of the locked file. It holds a dot, so it cannot be a plug-in's name. */
    private static final String LOCK = "chasqui.lock";

    /** The folder for copies of jars. The names of these folders hold a dot for the same reason. */
    static final String JAR_COPIES = "chasqui.jars";

    /** The folder of the built-in embedding model. */
    static final String EMBEDDING_MODEL = "chasqui.embed";

    /** The folder of derived models. */
    static final String DERIVED_MODELS = "chasqui.models";

    /** The folder of registered servers. */
    static final String SERVERS = "chasqui.servers";

    /** The folder of the embedded database. */
    static final String DATABASE = "chasqui.database";

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Creates the folder if it is missing, and locks it.
     *
     * @throws StartFailure if another server has locked it, in this JVM or not, or if it cannot be
     *     written
     */
    static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new StartFailure(
                        "the data folder "
                                + folder
                                + " is in use by another Chasqui; stop it, or set data.dir");
            }
            return new DataFolder(folder, channel);
        } catch (IOException e) {
            throw new StartFailure(
                    "data.dir: "
                            + folder
                            + " cannot be used (expected: a folder that may be written)");
        }
    }

    /** Takes the lock, which closing the channel releases. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Returns the folder of a plug-in, created if it is missing.
     *
     * @throws UncheckedIOException if it cannot be created
     */
    Path of(String plugin) {
        try {
            return Files.createDirectories(folder.resolve(plugin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Releases the folder. Idempotent. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
