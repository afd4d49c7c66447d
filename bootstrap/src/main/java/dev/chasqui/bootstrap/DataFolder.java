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
 * The folder in which a server keeps what must outlive it, held for it alone while it is open.
 *
 * <p>It is held by a lock on a file in it, which ends with the process however that ends. Nobody
 * reads or writes that file, so no interrupt can close it and give the folder away.
 */
final class DataFolder implements AutoCloseable {
    /** With a stop in it, so that it is no plug-in's name. */
    private static final String LOCK = "chasqui.lock";

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there, and takes it.
     *
     * @throws StartFailure if another server has it, in this JVM or not, or if it cannot be written
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

    /** Takes the lock, which is given back when the channel is closed. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * The folder of a plug-in, made if it is not there.
     *
     * @throws UncheckedIOException if it cannot be made
     */
    Path of(String plugin) {
        try {
            return Files.createDirectories(folder.resolve(plugin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of it. Idempotent. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
