package dev.chasqui.domain.files;

import java.nio.file.FileSystem;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The attributes of files that only their owner may read. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /**
     * Returns the attributes with which such a file is made, so that nobody else can read it at any
     * time; none on a file system without modes.
     */
    public static FileAttribute<?>[] on(FileSystem files) {
        return files.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
