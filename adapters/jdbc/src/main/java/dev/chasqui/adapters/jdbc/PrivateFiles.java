package dev.chasqui.adapters.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The making of files that only their owner may read, where the file system knows owners. */
final class PrivateFiles {
    private PrivateFiles() {}

    /**
     * Makes an empty file; one that is there is deleted first.
     *
     * @throws IOException if it cannot be made
     */
    static void create(Path file) throws IOException {
        boolean _ = Files.deleteIfExists(file);
        boolean owners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path _ =
                owners
                        ? Files.createFile(
                                file,
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        : Files.createFile(file);
    }
}
