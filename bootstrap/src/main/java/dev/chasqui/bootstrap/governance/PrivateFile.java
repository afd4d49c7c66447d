package dev.chasqui.bootstrap.governance;

import dev.chasqui.domain.files.OwnerOnly;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that only the user of this process can read. */
final class PrivateFile {
    private PrivateFile() {}

    /**
     * Writes a file, or replaces it as a whole. It is on the disk when this returns, and never
     * readable for others, not even while it is written.
     *
     * @throws IOException if it cannot be written
     */
    static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        // A kill may have left one.
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OwnerOnly.on(file.getFileSystem()));
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
