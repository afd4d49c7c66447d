package dev.chasqui.domain.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The writing of files that only their owner may read, and that are there as a whole or not. */
public final class PrivateFile {
    private PrivateFile() {}

    /**
     * The source of a file's content.
     *
     * @param <X> the type of its own failures
     */
    @FunctionalInterface
    public interface Content<X extends Exception> {

        /**
         * Writes the content.
         *
         * @throws IOException if the file cannot be written
         * @throws X if there is no content
         */
        void writeTo(OutputStream out) throws IOException, X;
    }

    /**
     * Makes a file, or replaces it as a whole. It is on the disk when this returns, and never
     * readable for others, not even while it is written. After a failure the file is as it was.
     *
     * @return its size in bytes
     * @throws IOException if it cannot be written; {@link java.nio.file.NoSuchFileException} if its
     *     folder is not there
     * @throws X if there is no content
     */
    public static <X extends Exception> long write(Path file, Content<X> content)
            throws IOException, X {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        // A kill may have left one.
        boolean _ = Files.deleteIfExists(part);
        try {
            long size = fill(part, content);
            Path _ = Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return size;
        } finally {
            remove(part);
        }
    }

    private static <X extends Exception> long fill(Path part, Content<X> content)
            throws IOException, X {
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OwnerOnly.on(part.getFileSystem()))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
            channel.force(true);
            return channel.size();
        }
    }

    private static void remove(Path part) {
        try {
            boolean _ = Files.deleteIfExists(part);
        } catch (IOException e) {
            // The failure before it, if any, says more.
        }
    }
}
